"""Fixtures for pytest, which finds them by itself where the package is installed.

Every test run imports this module, so it loads neither server nor client before a test asks.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from serverless_training import Client

    from serverless_training_testing import MockServer


@pytest.fixture
def training_server() -> Iterator["MockServer"]:
    """A mock server of this test's own: empty, in memory, on a free port.

    It runs in a thread, so it can be asked from any event loop, or from none.
    """
    with _mock_server() as server:
        yield server


@pytest.fixture
def training_client(training_server: "MockServer") -> Iterator["Client"]:
    """A client of `training_server`; closed after the test."""
    from serverless_training import Client  # noqa: PLC0415

    with Client(api_key=training_server.api_key, base_url=training_server.url) as client:
        yield client


def _mock_server() -> "MockServer":
    from serverless_training_testing._errors import MissingExtraError  # noqa: PLC0415

    try:
        from serverless_training_testing import MockServer  # noqa: PLC0415
    except MissingExtraError as error:
        pytest.fail(str(error), pytrace=False)
    return MockServer()
