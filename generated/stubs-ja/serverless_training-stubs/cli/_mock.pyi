# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from pathlib import Path
from serverless_training.testing import MockServer as MockServer
from serverless_training.testing._extra import extra as extra
from typing import Annotated

_CHECKPOINTS: int

def mock(
    *,
    port: Annotated[int, None] = 0,
    host: Annotated[str, None] = "127.0.0.1",
    db: Annotated[Path | None, None] = None,
    models: Annotated[int | None, None] = None,
    checkpoints: Annotated[int | None, None] = None,
    seed: Annotated[int, None] = 0,
    import_: Annotated[Path | None, None] = None,
    export: Annotated[Path | None, None] = None,
    fault: Annotated[list[str] | None, None] = None,
    fault_seed: Annotated[int, None] = 0,
    latency: Annotated[float, None] = 0.0,
    api_key: Annotated[str, None] = "mock-key",
) -> None: ...
def _sleep() -> None: ...
def _announce(server: MockServer) -> None: ...
