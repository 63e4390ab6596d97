"""Judge values by a schema, to the letter, where pydantic reads them as FastAPI does."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import jsonschema_rs
from serverless_training._language import gettext as _

from serverless_training_testing._document import Json
from serverless_training_testing._errors import MockError


def validator(schema: Any, document: Json) -> Any:
    """Compile a schema.

    Args:
        schema: A Schema Object.
        document: The document that it stands in.

    Returns:
        A validator of jsonschema_rs, which looks at formats too.

    Raises:
        MockError: It is no valid schema.
    """
    # References lead to places of the document, which has no keyword of a schema at its top.
    whole = {**document, **(schema if isinstance(schema, Mapping) else {})}
    if str(document.get("openapi")).startswith("3.0"):
        whole = _modern(whole)
    try:
        return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        reason = str(error).splitlines()[0]
        raise MockError(
            _("A schema of the spec is not valid: {reason}").format(reason=reason)
        ) from error


def problems(compiled: Any, value: object) -> Iterator[tuple[Sequence[str | int], str]]:
    """Say where a value differs from a schema.

    Args:
        compiled: What `validator` made.
        value: A JSON value. Half of a surrogate pair, which JSON can hold and the library cannot,
            counts as one character.

    Yields:
        The place, as keys and indices, and what is wrong there in the library's words.
    """
    try:
        errors = list(compiled.iter_errors(value))
    except UnicodeEncodeError:
        whole = json.dumps(value, ensure_ascii=False, default=float).encode("utf-8", "replace")
        errors = list(compiled.iter_errors(json.loads(whole)))
    except ValueError as too_deep:  # for the library
        yield (), str(too_deep)
        return
    for error in errors:
        yield error.instance_path, error.message


def _modern(node: Any) -> Any:
    """Write null and exclusive bounds, of which OpenAPI 3.0 has its own, as JSON Schema does."""
    if isinstance(node, list):
        return [_modern(each) for each in node]
    if not isinstance(node, Mapping):
        return node
    modern = {key: _modern(value) for key, value in node.items()}
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(modern.get(exclusive), bool):
            strict = modern.pop(exclusive)
            if strict and bound in modern:
                modern[exclusive] = modern.pop(bound)
    if modern.get("nullable") is True:
        del modern["nullable"]
        return {"anyOf": [modern, {"type": "null"}]}
    return modern
