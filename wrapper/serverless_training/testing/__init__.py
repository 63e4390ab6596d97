"""A mock server that follows the spec, to try code without the real API.

Needs the extra `testing`: `pip install '.[testing]'` in a clone of the project.
"""

from serverless_training._language import localize_docstrings as _localize_docstrings
from serverless_training.testing._errors import MockError
from serverless_training.testing._faults import Fault
from serverless_training.testing._recorder import RecordedRequest
from serverless_training.testing._server import MockServer

__all__ = ["Fault", "MockError", "MockServer", "RecordedRequest"]

_localize_docstrings()
