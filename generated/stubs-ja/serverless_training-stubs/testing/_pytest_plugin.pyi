# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import pytest
from collections.abc import Iterator
from serverless_training import Client as Client
from serverless_training.testing import MockServer as MockServer

@pytest.fixture
def training_server() -> Iterator["MockServer"]: ...
@pytest.fixture
def training_client(training_server: MockServer) -> Iterator["Client"]: ...
def _mock_server() -> MockServer: ...
