"""A mock server that follows the spec, to try code without the real API.

Needs the extra `testing`: `python -m pip install '.[testing]'` in a clone of the project.
"""

import typing

from serverless_training_client._docstrings import localize as _localize

__all__ = ["Fault", "MockError", "MockServer", "RecordedRequest"]

if typing.TYPE_CHECKING:
    from serverless_training_testing._errors import MockError
    from serverless_training_testing._faults import Fault
    from serverless_training_testing._recorder import RecordedRequest
    from serverless_training_testing._server import MockServer
else:
    # Loaded when asked for (PEP 562): pytest imports the plugin that stands beside, wherever the
    # extra is installed, and most test runs need no server.
    _PLACES = {
        "Fault": "serverless_training_testing._faults",
        "MockError": "serverless_training_testing._errors",
        "MockServer": "serverless_training_testing._server",
        "RecordedRequest": "serverless_training_testing._recorder",
    }

    def __getattr__(name: str) -> object:
        from importlib import import_module  # noqa: PLC0415

        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from serverless_training_testing._errors import extra  # noqa: PLC0415

        with extra("testing"):
            value = globals()[name] = getattr(import_module(_PLACES[name]), name)
        _localize(__name__)
        return value

    def __dir__() -> list[str]:
        return sorted({*(each for each in globals() if each.startswith("__")), *__all__})


_localize(__name__)
