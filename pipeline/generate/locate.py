"""Tell schemas apart while the generator reads them."""

import copy
from typing import Any

from pipeline.parity.document import values


def located(document: dict[str, Any]) -> dict[str, Any]:
    """Copy a document, with the JSON pointer of each schema as its `example`.

    An example is the one thing that the generator hands through and makes nothing of.
    """
    found = copy.deepcopy(document)
    for place, schema, kind in list(values(found)):
        if kind == "schema" and isinstance(schema, dict):
            schema["example"] = place
    return found
