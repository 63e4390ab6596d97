"""An editor for tests: it opens one document and asks a real language server about places in it.

The server is basedpyright's, in a process of its own. pygls speaks the protocol.
"""

import asyncio
import os
import re
import signal
import sysconfig
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pytest
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

T = TypeVar("T")

SERVER = (str(Path(sysconfig.get_path("scripts"), "basedpyright-langserver")), "--stdio")
# For one answer: the first comes when the server has read all that the document imports.
LIMIT_SECONDS = 300.0
CURSOR = "|"

# What the editor can show; servers give plain text to those who cannot show Markdown.
_MARKDOWN = [lsp.MarkupKind.Markdown]
_CAPABILITIES = lsp.ClientCapabilities(
    workspace=lsp.WorkspaceClientCapabilities(configuration=True),
    text_document=lsp.TextDocumentClientCapabilities(
        hover=lsp.HoverClientCapabilities(content_format=_MARKDOWN),
        signature_help=lsp.SignatureHelpClientCapabilities(
            signature_information=lsp.ClientSignatureInformationOptions(
                documentation_format=_MARKDOWN,
                parameter_information=lsp.ClientSignatureParameterInformationOptions(
                    label_offset_support=True
                ),
                active_parameter_support=True,
            )
        ),
    ),
)


class Hover(NamedTuple):
    """What an editor shows when the mouse rests on a name.

    Attributes:
        signature: The code at the top.
        text: The prose below it, one line for each that an editor shows; empty if there is none.
    """

    signature: str
    text: str


class Help(NamedTuple):
    """What an editor shows while the arguments of a call are written.

    Attributes:
        signature: Parameters and result.
        text: The prose below it, as for `Hover`.
        parameter: The parameter at the cursor, as it stands in the signature.
        about: The prose about this parameter; empty if there is none.
    """

    signature: str
    text: str
    parameter: str
    about: str


class Editor:
    """A document that is open in an editor.

    A place is a quotation from the document with `|` where the cursor is, such as
    `client.checkpoints.li|st`; the document must have it once.
    """

    def __init__(
        self, runner: asyncio.Runner, client: LanguageClient, path: Path, limit: float
    ) -> None:
        self._runner = runner
        self._client = client
        self._limit = limit
        self._text = path.read_text(encoding="ascii")
        self._document = lsp.TextDocumentIdentifier(path.as_uri())

    def hover(self, place: str) -> Hover:
        """Rest the mouse on a place."""
        params = lsp.HoverParams(self._document, self._position(place))
        found = self._ask(self._client.text_document_hover_async(params))
        assert found is not None, f"nothing is known of {place}"
        code, _, text = _value(found.contents).removeprefix("```python\n").partition("\n```")
        return Hover(code, shown(text.strip().removeprefix("---")))

    def help(self, place: str) -> Help:
        """Ask for help with the argument at a place."""
        params = lsp.SignatureHelpParams(self._document, self._position(place))
        found = self._ask(self._client.text_document_signature_help_async(params))
        assert found is not None, f"no call at {place}"
        signature = found.signatures[found.active_signature or 0]
        assert signature.parameters is not None
        assert signature.active_parameter is not None, f"no parameter at {place}"
        parameter = signature.parameters[signature.active_parameter]
        assert isinstance(parameter.label, tuple)
        start, end = parameter.label
        return Help(
            signature.label,
            shown(_value(signature.documentation)),
            signature.label[start:end],
            shown(_value(parameter.documentation)),
        )

    def _ask(self, answer: Awaitable[T]) -> T:
        return self._runner.run(asyncio.wait_for(answer, self._limit))

    def _position(self, place: str) -> lsp.Position:
        before, *others = self._text.split(place.replace(CURSOR, ""))
        assert len(others) == 1, f"the document must have {place} once"
        lines = (before + place.partition(CURSOR)[0]).split("\n")
        return lsp.Position(len(lines) - 1, len(lines[-1]))


@contextmanager
def editing(
    folder: Path,
    text: str,
    python: Path,
    server: Sequence[str] = SERVER,
    limit: float = LIMIT_SECONDS,
) -> Iterator[Editor]:
    """Open a document in a workspace of its own.

    Args:
        folder: The workspace, an empty folder.
        text: The document; ASCII, since the protocol counts in UTF-16.
        python: Interpreter of the environment that the document's imports come from.
        server: Command that starts the language server.
        limit: Seconds for each of its answers, and for its end.

    Yields:
        The editor. The server ends with the block, by force if it must.

    Raises:
        TimeoutError: The server does not answer.
        RuntimeError: The server ended by itself.
    """
    path = folder / "document.py"
    path.write_text(text, encoding="ascii")
    client = _client(python)
    with asyncio.Runner() as runner:
        runner.run(_start(client, server))
        try:
            runner.run(asyncio.wait_for(_open(client, path, text), limit))
            yield Editor(runner, client, path, limit)
            runner.run(asyncio.wait_for(_leave(client), limit))
        finally:
            runner.run(_end(client, limit))


def shown(markdown: str) -> str:
    """Take from a text in pyright's Markdown what an editor shows.

    Args:
        markdown: What pyright made of a docstring.

    Returns:
        The text, without the marks of Markdown. Lines within a paragraph are joined by a space
        (CommonMark, "Soft line breaks").
    """
    joined = re.sub(r"(?<! {2})(?<!\n)\n(?!\n)", " ", markdown.strip())
    lines = (unescape(line).rstrip() for line in joined.split("\n"))
    return re.sub(r"\\([_*~\[\]])", r"\1", "\n".join(lines).replace("\xa0", " "))


def _value(contents: Any) -> str:
    assert isinstance(contents, lsp.MarkupContent | None)
    return contents.value if contents else ""


def _client(python: Path) -> LanguageClient:
    client = LanguageClient("editor", "1")
    settings = {"python": {"pythonPath": str(python)}}

    def configuration(params: lsp.ConfigurationParams) -> list[Any]:
        return [settings.get(item.section or "") for item in params.items]

    # A server may ask nothing else of an editor with these capabilities.
    client.feature(lsp.WORKSPACE_CONFIGURATION)(configuration)
    return client


async def _start(client: LanguageClient, server: Sequence[str]) -> None:
    # Only the interpreter that was named says what can be imported.
    environment = {name: value for name, value in os.environ.items() if "PYTHON" not in name}
    await client.start_io(*server, env=environment, start_new_session=True)


async def _open(client: LanguageClient, path: Path, text: str) -> None:
    folder = lsp.WorkspaceFolder(path.parent.as_uri(), path.parent.name)
    await client.initialize_async(
        lsp.InitializeParams(_CAPABILITIES, workspace_folders=[folder], locale="en")
    )
    client.initialized(lsp.InitializedParams())
    document = lsp.TextDocumentItem(path.as_uri(), "python", 1, text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))


async def _leave(client: LanguageClient) -> None:
    await client.shutdown_async(None)
    client.exit(None)
    if client._server:
        await client._server.wait()


async def _end(client: LanguageClient, limit: float) -> None:
    process = client._server
    if process and process.returncode is None:
        # The command only starts Node, which is what has to end.
        os.killpg(process.pid, signal.SIGKILL)
    try:
        # It waits until nobody can write to the server's output any more.
        await asyncio.wait_for(client.stop(), limit)  # type: ignore[no-untyped-call]
    except TimeoutError:
        pytest.fail("a process of the language server does not end")
