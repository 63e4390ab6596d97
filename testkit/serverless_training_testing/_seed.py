"""Invent items that look like a training run's, the same for the same seed."""

import math
import random
import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count as numbers
from itertools import islice, product
from typing import Any

from serverless_training_testing._document import TEMPLATE, Json
from serverless_training_testing._examples import example, fit_number, fit_text, plain
from serverless_training_testing._paging import PagedOperation
from serverless_training_testing._schemas import flatten
from serverless_training_testing._store import Store
from serverless_training_testing._validation import Parameter

_START = datetime(2026, 1, 1, tzinfo=UTC)


def fill(
    store: Store, paged_operations: Iterable[PagedOperation], *, models: int, count: int, seed: int
) -> None:
    """Put models and their items into a store; what is there already stays."""
    for each in paged_operations:
        if not each.parents:
            store.create(each.operation.path)
        for path in _paths(each, models, seed):
            store.add(path, islice(items(path, each.item, each.document, seed), count))


def _paths(paged: PagedOperation, models: int, seed: int) -> list[str]:
    identified = "id" in flatten(paged.item, paged.document).get("properties", {})
    if not (paged.parents and identified):
        return []
    # Of several parents, the last is the model, and the others are the same for all models.
    placed = {each["name"]: each for each in paged.parents}
    names = [template[1:-1] for template in re.findall(TEMPLATE, paged.operation.path)]
    parents = [placed.get(name, {"in": "path", "name": name}) for name in names]
    values = [_ids(each, f"{each['name']}-", 1, paged.document, seed) for each in parents[:-1]]
    values.append(_ids(parents[-1], "model-", models, paged.document, seed))
    return [_filled(paged.operation.path, each) for each in product(*values)]


def _ids(definition: Json, prefix: str, count: int, document: Json, seed: int) -> list[str]:
    parameter = Parameter.of(definition, document)
    named = [f"{prefix}{number}" for number in range(1, count + 1)]
    if all(not parameter.read(each)[1] for each in named):
        return named
    # Jobs or files may have ids of another form, which a request must be able to name.
    rng = random.Random(f"{seed} {parameter.name}")  # noqa: S311  repeatable is the point
    schema = definition.get("schema", {})
    made = [str(example(schema, document, _Leaves(rng, each, document))) for each in range(count)]
    return [each for each in dict.fromkeys(made) if not parameter.read(each)[1]]


def _filled(path: str, parents: Iterable[str]) -> str:
    left = iter(parents)
    return re.sub(TEMPLATE, lambda _: next(left), path)


def items(collection: str, schema: Any, document: Json, seed: int) -> Iterator[dict[str, Any]]:
    """Invent the items of a list, without end."""
    # A text as seed is hashed the same way in every process.
    rng = random.Random(f"{seed} {collection}")  # noqa: S311  repeatable is the point
    flat = flatten(schema, document)
    identified = {**flat, "required": list(dict.fromkeys(["id", *flat.get("required", ())]))}
    for index in numbers():
        yield example(identified, document, _Leaves(rng, index, document))


class _Leaves:
    """Makes the values of one item that have no parts: the rule is by type and format alone."""

    def __init__(self, rng: random.Random, index: int, document: Json) -> None:
        self._rng = rng
        self._index = index
        self._document = document

    def __call__(self, kind: str, schema: Json) -> Any:
        if kind == "string":
            return self._text(schema)
        if kind == "integer":
            return fit_number((self._index + 1) * 10, schema)
        if kind == "number":
            return fit_number(round(self._rng.random(), 4), schema)
        if kind == "object" and self._measures(schema):
            value = flatten(schema["additionalProperties"], self._document)
            made = metrics(self._index, self._rng)
            return {name: fit_number(number, value) for name, number in made.items()}
        return plain(kind, schema)

    def _text(self, schema: Json) -> Any:
        match schema.get("format"):
            case "uuid":
                return str(uuid.UUID(int=self._rng.getrandbits(128), version=4))
            case "date-time":
                moment = _START + timedelta(minutes=self._index)
                return moment.isoformat().replace("+00:00", "Z")
            case None:
                return fit_text(f"item-{self._index + 1}", schema)
            case _:
                return plain("string", schema)

    def _measures(self, schema: Json) -> bool:
        return isinstance(example(schema.get("additionalProperties"), self._document), float)


def metrics(index: int, rng: random.Random) -> dict[str, float]:
    """Invent the metrics of a checkpoint."""
    accuracy = 0.92 - 0.7 * math.exp(-index / 60) + rng.gauss(0, 0.01)
    return {
        "loss": round(0.35 + 1.95 * math.exp(-index / 90) + rng.gauss(0, 0.03), 4),
        "reward": round(0.85 - 0.8 * math.exp(-index / 70) + rng.gauss(0, 0.02), 4),
        "accuracy": round(min(accuracy, 1.0), 4),
        "learning_rate": round(1e-4 / (1 + index / 50), 10),
    }
