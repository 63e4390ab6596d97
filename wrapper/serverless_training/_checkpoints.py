"""The checkpoints of a model."""

from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from serverless_training_client.api.models import list_model_checkpoints
from serverless_training_client.models import Checkpoint

from serverless_training._errors import InvalidArgumentError
from serverless_training._language import gettext as _
from serverless_training._pages import AsyncPager, Pager

if TYPE_CHECKING:
    from serverless_training._client import AsyncClient, Client


def _parameters(
    model_id: str, order: str, after: str | UUID | None, page_size: object
) -> dict[str, Any]:
    if isinstance(page_size, bool) or not isinstance(page_size, int) or page_size < 1:
        raise InvalidArgumentError(
            _("page_size is {value!r}: a whole number from 1 is needed.").format(value=page_size),
            argument="page_size",
        )
    given = {"after": str(after)} if after else {}
    return {"model_id": model_id, "order": order, "limit": page_size} | given


class Checkpoints:
    """Checkpoints, as `client.checkpoints`."""

    def __init__(self, client: "Client") -> None:
        self._client = client

    def list(
        self,
        model_id: str,
        *,
        order: Literal["asc", "desc"] = "asc",
        after: str | UUID | None = None,
        page_size: int = 100,
        max_items: int | None = None,
    ) -> Pager[Checkpoint]:
        """List Model Checkpoints.

        Nothing is sent until the listing is iterated; each iteration reads it anew. The spec's
        operation is `list_model_checkpoints`.

        Args:
            model_id: Id of the model.
            order: Sort order. `"asc"` by default, the oldest first; `"desc"` for the newest first.
            after: Cursor for pagination - ID of the last item from previous page. From the start
                by default.
            page_size: Number of items to return. This is for each request and goes over the wire
                as `limit`; 100 by default, which is the most the service serves.
            max_items: Where the whole listing ends at the latest; all items by default.

        Returns:
            A lazy listing of checkpoints, to iterate, or to take with `.pages()`, `.first()` or
            `.collect()`.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            RequestError: While iterating: a request failed.
            PaginationError: While iterating: going on would lose or repeat items.
        """
        parameters = _parameters(model_id, order, after, page_size)
        return self._client._listing(list_model_checkpoints, parameters, max_items)


class AsyncCheckpoints:
    """Checkpoints, as `client.checkpoints`."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client

    def list(
        self,
        model_id: str,
        *,
        order: Literal["asc", "desc"] = "asc",
        after: str | UUID | None = None,
        page_size: int = 100,
        max_items: int | None = None,
    ) -> AsyncPager[Checkpoint]:
        """List Model Checkpoints.

        Nothing is sent until the listing is iterated; each iteration reads it anew. The spec's
        operation is `list_model_checkpoints`.

        Args:
            model_id: Id of the model.
            order: Sort order. `"asc"` by default, the oldest first; `"desc"` for the newest first.
            after: Cursor for pagination - ID of the last item from previous page. From the start
                by default.
            page_size: Number of items to return. This is for each request and goes over the wire
                as `limit`; 100 by default, which is the most the service serves.
            max_items: Where the whole listing ends at the latest; all items by default.

        Returns:
            A lazy listing of checkpoints, to iterate, or to take with `.pages()`, `.first()` or
            `.collect()`.

        Raises:
            InvalidArgumentError: An argument cannot be used; nothing was sent.
            RequestError: While iterating: a request failed.
            PaginationError: While iterating: going on would lose or repeat items.
        """
        parameters = _parameters(model_id, order, after, page_size)
        return self._client._listing(list_model_checkpoints, parameters, max_items)
