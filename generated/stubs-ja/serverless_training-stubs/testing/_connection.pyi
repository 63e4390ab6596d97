# Written by `nox -s regenerate` from the source and its translations. Do not edit.
import uvicorn
from _typeshed import Incomplete
from starlette.types import Message as Message, Receive as Receive, Scope as Scope

RESET: Message
_TRANSPORT: str
_NO_TIME: Incomplete
_LOOK_EVERY_SECONDS: float

def show_transport(config: uvicorn.Config) -> None: ...
async def reset(scope: Scope, receive: Receive) -> None: ...
async def wait(scope: Scope, seconds: float) -> bool: ...
