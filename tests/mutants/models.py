"""Servers that mix up models, or have data for what does not exist."""

from http import HTTPStatus

from tests.mutants.kinds import ask, number, request, server
from tests.mutants.serving import EMPTY, MODELS, SHORT, Answer, Asked, Right

_UNKNOWN = "no-such-model"
_CURSOR = "00000000-0000-4000-8000-000000000000"


async def _elsewhere(asked: Asked, right: Right) -> tuple[str, ...]:
    """Name the other models that know the cursor."""
    if not asked.after:
        return ()
    others = [model for model in MODELS if model != asked.model]
    found = [await right(asked.to(model).but(limit=1)) for model in others]
    return tuple(m for m, answer in zip(others, found, strict=True) if answer.is_page)


@server(
    "別のモデルのカーソルを渡すと、そのモデルの項目が返されます。",
    laws="isolation",
    shown=ask("model-1", of="model-2", after=19),
    spared=ask("model-1", after=19),
)
async def foreign_cursor_opens_its_model(asked: Asked, right: Right) -> Answer:
    """A cursor of another model gives that model's items."""
    others = await _elsewhere(asked, right)
    return await right(asked.to(others[0]) if others else asked)


@server(
    "別のモデルのカーソルが無視され、最初のページが返されます。",
    laws="isolation unknown",
    shown=ask("model-1", of="model-2", after=19),
    spared=ask("model-1", after=_CURSOR),
)
async def foreign_cursor_ignored(asked: Asked, right: Right) -> Answer:
    """A cursor of another model is ignored."""
    others = await _elsewhere(asked, right)
    return await right(asked.but(after=None) if others else asked)


@request(
    "どのモデルにも同じ一覧が返されます。",
    laws="isolation",
    shown=ask("model-2"),
    spared=ask("model-1"),
)
def one_list_for_all_models(asked: Asked) -> Asked:
    """Every model has the same list."""
    return asked.to(MODELS[0]) if asked.model == MODELS[1] else asked


@server(
    "深い位置に、別のモデルの項目が 1 つ紛れ込みます。",
    laws="isolation",
    shown=ask("model-2", after=165),
    spared=ask("model-2"),
)
async def one_item_of_another_model(asked: Asked, right: Right) -> Answer:
    """One item deep in a list is another model's."""
    answer = await right(asked)
    if asked.model != MODELS[1] or not answer.is_page:
        return answer
    (foreign,) = (await right(asked.to(MODELS[0]).but(after=None, order=None, limit=1))).json[
        "data"
    ]
    items = [foreign if number(item) == 170 else item for item in answer.json["data"]]
    ends = {"first_id": items[0]["id"], "last_id": items[-1]["id"]} if items else {}
    return answer.but(data=items, **ends)


@request(
    "存在しないモデルに、別のモデルの一覧が返されます。",
    laws="unknown isolation",
    shown=ask(_UNKNOWN),
    spared=ask("model-2"),
)
def unknown_model_has_data(asked: Asked) -> Asked:
    """An unknown model has another one's list."""
    known = asked.model in (*MODELS, *SHORT, EMPTY, "")
    return asked if known else asked.to(MODELS[0])


@server(
    "存在しないモデルで 500 になります。",
    laws="unknown not_a_server_error",
    shown=ask(_UNKNOWN),
    spared=ask(after=_CURSOR),
)
async def unknown_model_breaks_the_server(asked: Asked, right: Right) -> Answer:
    """An unknown model is answered with 500."""
    answer = await right(asked)
    if answer.status != HTTPStatus.NOT_FOUND or b"Cursor" in answer.body:
        return answer
    return Answer.of(HTTPStatus.INTERNAL_SERVER_ERROR, {"detail": "Internal Server Error"})


@server(
    "存在しないカーソルで 500 になります。",
    laws="unknown not_a_server_error",
    shown=ask(after=_CURSOR),
    spared=ask(_UNKNOWN),
)
async def unknown_cursor_breaks_the_server(asked: Asked, right: Right) -> Answer:
    """An unknown cursor is answered with 500."""
    answer = await right(asked)
    if answer.status != HTTPStatus.NOT_FOUND or not asked.after:
        return answer
    return Answer.of(HTTPStatus.INTERNAL_SERVER_ERROR, {"detail": "Internal Server Error"})


@server(
    "存在しないカーソルが無視され、最初のページが返されます。",
    laws="unknown",
    shown=ask(after=_CURSOR),
    spared=ask("model-1", after=19),
)
async def unknown_cursor_ignored(asked: Asked, right: Right) -> Answer:
    """An unknown cursor is ignored."""
    answer = await right(asked)
    lost = answer.status == HTTPStatus.NOT_FOUND and asked.after
    return await right(asked.but(after=None)) if lost else answer


@server(
    "UUID の形をしていないカーソルだけが無視されます。",
    laws="unknown",
    shown=ask(after="not-an-id"),
    spared=ask(after=_CURSOR),
)
async def malformed_cursor_ignored(asked: Asked, right: Right) -> Answer:
    """A cursor that is no UUID is ignored, where an unknown one is refused."""
    malformed = asked.after and len(asked.after) != len(_CURSOR)
    return await right(asked.but(after=None) if malformed else asked)
