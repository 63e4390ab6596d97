"""The mock server: a store, an application and a thread that serves it, put together."""

import json
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, closing
from fnmatch import fnmatchcase
from functools import partial
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from serverless_training._language import gettext as _
from starlette.types import ASGIApp

from serverless_training_testing._app import Translations, create_app, translations
from serverless_training_testing._document import Json
from serverless_training_testing._errors import MockError
from serverless_training_testing._fault_middleware import FaultMiddleware, FaultRules
from serverless_training_testing._faults import Fault
from serverless_training_testing._files import lines, read, replace
from serverless_training_testing._paging import PagedOperation, page_before, paged_operations
from serverless_training_testing._recorder import RecordedRequest, Recorder
from serverless_training_testing._seed import fill
from serverless_training_testing._serving import listen, serving
from serverless_training_testing._store import Store

# An address to listen on that is none to connect to, and the one to connect to instead.
_LOCAL = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  not bound here


class MockServer:
    """A mock server that follows the spec, for tests and for trying things out.

    It runs in a thread while the `with` block does, or from `start()` to `stop()`.

    Args:
        host: The address to listen on; this machine alone by default.
        port: The port; 0, the default, takes a free one.
        db: An SQLite file that keeps the items; in memory by default.
        models: How many models to make, named `model-1` and so on; none by default. Other things
            that have lists, such as jobs, are made likewise; `paths` names them.
        checkpoints: How many items to invent in each list of each of these models, 250 by default.
        seed: Decides what is invented, 0 by default.
        api_key: The key that requests must carry, `"mock-key"` by default.
        spec: An OpenAPI 3 document; by default the one that the client was generated from.
        faults: What goes wrong, and when; the first that fits a request happens to it.
        fault_seed: Decides what chance does in faults that have a probability, 0 by default.
        latency: How long every answer takes in addition, in seconds; 0 by default.
        record: Whether `requests` is filled, as it is by default. A server that runs for days
            needs the memory for other things.

    Raises:
        MockError: The spec is unusable, the key is empty, or one of the numbers is none that fits.

    Attributes:
        api_key: The key that requests must carry.
        requests: Every request so far, in the order in which they came.
    """

    def __init__(  # noqa: PLR0913  settings, all by keyword
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        db: str | Path | None = None,
        models: int = 0,
        checkpoints: int = 250,
        seed: int = 0,
        api_key: str = "mock-key",
        spec: Mapping[str, Any] | None = None,
        faults: Iterable[Fault] = (),
        fault_seed: int = 0,
        latency: float = 0.0,
        record: bool = True,
    ) -> None:
        if not api_key:
            raise MockError(_("The API key is empty. Give one of at least one character."))
        self.api_key = api_key
        self.requests: list[RecordedRequest] = []
        self._host = host
        self._port = port
        self._db = db
        for argument, number in (("models", models), ("checkpoints", checkpoints)):
            if type(number) is not int or number < 0:
                raise MockError(
                    _("`{name}` is {value}. Use a whole number from 0.").format(
                        name=argument, value=number
                    )
                )
        self._models = models
        self._checkpoints = checkpoints
        self._seed = seed
        self._record = record
        # What is wrong with a latency is said in one place.
        self._latency = Fault(latency=latency).latency if latency else 0.0
        self._faults = FaultRules(faults, fault_seed)
        self._document = packaged_spec() if spec is None else spec
        self._translations = translations() if spec is None else {}
        self._paged = paged_operations(self._document)
        self._running = ExitStack()
        self._store: Store | None = None
        self._address: tuple[str, int] | None = None

    def __repr__(self) -> str:
        place = f"url={self.url!r}" if self._address else "not running"
        return f"<{type(self).__name__} {place}>"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start serving; returns once requests are answered, at once if it runs already.

        Raises:
            MockError: The port, the host or the database cannot be used.
        """
        if self._address is not None:
            return
        with ExitStack() as stack:
            store = stack.enter_context(closing(Store(self._db)))
            models, count = self._models, self._checkpoints
            fill(store, self._paged, models=models, count=count, seed=self._seed)
            app = self._application(store)
            listener = stack.enter_context(closing(listen(self._host, self._port)))
            stack.enter_context(serving(app, listener))
            self._store = store
            self._address = listener.getsockname()[:2]
            self._running = stack.pop_all()

    def _application(self, store: Store) -> ASGIApp:
        application = create_app(self._document, store, api_key=self.api_key)
        with_faults = FaultMiddleware(
            Translations(application, self._translations),
            self._faults,
            latency=self._latency,
            page_before=partial(page_before, self._paged, store),
        )
        return Recorder(with_faults, self.requests if self._record else None)

    def stop(self) -> None:
        """Stop serving and close the database; does nothing on a server that is not running."""
        self._address = self._store = None
        self._running.close()

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self._bound[1]

    @property
    def url(self) -> str:
        """The base URL to connect to, without a slash at the end."""
        host, port = self._bound
        host = _LOCAL.get(host, host)
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def paths(self) -> list[str]:
        """The paths of the lists that there are, oldest first."""
        return self._open_store.collections()

    @property
    def model_ids(self) -> list[str]:
        """IDs of the models that have a list, oldest first."""
        found = [each.parent_at(path) for path in self.paths for each in self._of_models]
        return list(dict.fromkeys(model_id for model_id in found if model_id is not None))

    def add_checkpoints(self, model_id: str, items: Iterable[Mapping[str, Any]]) -> None:
        """Append checkpoints to a model, which is created if needed.

        Args:
            model_id: ID of the model.
            items: The checkpoints, oldest first, as the API returns them. Those whose `id` the
                model already has are skipped.

        Raises:
            MockError: The server is not running, or an item cannot be stored.
        """
        paths = [each.path_of(model_id) for each in self._of_checkpoints]
        given = list(items) if len(paths) > 1 else items  # a million need not be held at once
        for path in paths:
            self.add_items(path, given)

    def add_items(self, path: str, items: Iterable[Mapping[str, Any]]) -> None:
        """Append items to any list.

        Args:
            path: The path that lists them, such as `/v1/preview/models/model-1/checkpoints`.
            items: JSON objects with an `id`, oldest first. Those whose `id` the list already has
                are skipped.

        Raises:
            MockError: The server is not running, nothing is listed there, or an item cannot be
                stored.
        """
        self._check_listed(path)
        self._open_store.add(path, items)

    def import_items(self, path: str | Path) -> int:
        """Append the items of a file to their lists; all of them or none.

        Args:
            path: A file of JSON Lines in UTF-8, such as `export_items` writes:
                `{"path": "/v1/preview/models/model-1/checkpoints", "item": {…}}`. A line without
                `item` makes a list. Items whose `id` their list already has are skipped. The file
                may be longer than the memory; requests wait until all is read.

        Returns:
            How many items were new.

        Raises:
            MockError: The server is not running, the file cannot be read, or a line of it is wrong.
                The message names file and line.
        """
        return self._open_store.load(read(Path(path), self._check_listed))

    def export_items(self, target: str | Path | IO[str]) -> None:
        """Write all items as JSON Lines, for `import_items`.

        Args:
            target: A file, which is replaced as a whole, or something open for writing text.

        Raises:
            MockError: The server is not running, or the file cannot be written; what was in it
                stays.
        """
        store = self._open_store
        content = (line for path in self.paths for line in lines(path, store.bodies(path)))
        if isinstance(target, str | Path):
            try:
                replace(Path(target), content)
            except OSError as error:
                raise MockError(
                    _("{path} cannot be written: {reason}.").format(
                        path=target, reason=error.strerror
                    )
                ) from error
        else:
            target.writelines(content)

    def add_fault(self, fault: Fault) -> None:
        """Add a fault behind those that there are; it may happen to the next request.

        Args:
            fault: What goes wrong, and when.
        """
        self._faults.add(fault)

    def clear_faults(self) -> None:
        """Forget all faults; those that are added later count from the beginning."""
        self._faults.clear()

    def requests_to(self, path: str) -> list[RecordedRequest]:
        """Pick the requests to a path out of `requests`.

        Args:
            path: The path, percent-decoded; `*` stands for any characters and `?` for one.
        """
        pattern = path.replace("[", "[[]")  # which `fnmatch` takes for a choice
        return [request for request in self.requests.copy() if fnmatchcase(request.path, pattern)]

    @property
    def _of_checkpoints(self) -> list[PagedOperation]:
        return [
            each
            for each in self._paged
            if len(each.parents) == 1 and each.operation.path.endswith("}/checkpoints")
        ]

    @property
    def _of_models(self) -> list[PagedOperation]:
        # Jobs and files have lists too; where there are checkpoints, these are the models'.
        return self._of_checkpoints or self._paged

    def _check_listed(self, path: str) -> None:
        if not any(each.matches(path) for each in self._paged):
            raise MockError(
                _("The spec lists nothing at {path}. Paths with a list: {paths}").format(
                    path=path, paths=", ".join(each.operation.path for each in self._paged)
                )
            )

    @property
    def _bound(self) -> tuple[str, int]:
        if self._address is None:
            raise _not_running()
        return self._address

    @property
    def _open_store(self) -> Store:
        if self._store is None:
            raise _not_running()
        return self._store


def packaged_spec() -> Json:
    """Read the spec that the client was generated from."""
    resource = files("serverless_training_client") / "openapi.json"
    spec: Json = json.loads(resource.read_text(encoding="utf-8"))
    return spec


def _not_running() -> MockError:
    return MockError(
        _("The mock server is not running. Use it in a `with` statement, or call `start()`.")
    )
