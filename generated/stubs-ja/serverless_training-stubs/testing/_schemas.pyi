# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from serverless_training.testing._document import Json as Json
from serverless_training.testing._errors import MockError as MockError
from typing import Any

def validator(schema: Any, document: Json) -> Any: ...
def _modern(node: Any) -> Any: ...
