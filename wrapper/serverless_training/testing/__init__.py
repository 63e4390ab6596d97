"""Try code against the API without the API: a mock server that speaks the spec.

Needs the extra: `pip install 'serverless-training[testing]'`.
"""

from serverless_training._language import localize_docstrings as _localize_docstrings
from serverless_training.testing._errors import MockError
from serverless_training.testing._recorder import RecordedRequest
from serverless_training.testing._server import MockServer

__all__ = ["MockError", "MockServer", "RecordedRequest"]

_localize_docstrings()
