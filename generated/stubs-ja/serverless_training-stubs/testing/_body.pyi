# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from dataclasses import dataclass
from pydantic import TypeAdapter
from serverless_training.testing._document import (
    Json as Json,
    Operation as Operation,
    flatten as flatten,
    json_content as json_content,
    resolve as resolve,
)
from serverless_training.testing._parameters import (
    Fault as Fault,
    Parameter as Parameter,
    annotation as annotation,
    check as check,
    missing as missing,
    validate as validate,
)
from serverless_training.testing._schemas import problems as problems, validator as validator
from typing import Any

@dataclass(frozen=True)
class Body:
    required: bool
    properties: tuple[Parameter, ...]
    adapter: TypeAdapter[Any]
    strict: Any

    @property
    def is_json(self) -> bool: ...
    @classmethod
    def of(cls, operation: Operation, document: Json) -> Body | None: ...

def parse(content: bytes) -> tuple[Any, list[Fault]]: ...
def check_body(body: Body, value: Any, *, given: bool) -> list[Fault]: ...
def _as_fastapi(body: Body, value: Any) -> list[Fault]: ...
