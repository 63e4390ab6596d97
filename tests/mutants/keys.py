"""Servers that let in who has no key, or give the key away."""

from dataclasses import replace
from http import HTTPStatus

from tests.mutants.kinds import ask, ask_with, request, server
from tests.mutants.serving import KEY, Answer, Asked, Right

_RIGHT = f"Bearer {KEY}"
_HALF = len(KEY) // 2


def _let_in(asked: Asked) -> Asked:
    return replace(asked, authorization=_RIGHT)


def _given(asked: Asked) -> str:
    """The key of a bearer header; empty if there is none."""
    scheme, _, key = (asked.authorization or "").partition(" ")
    return key if scheme.lower() == "bearer" else ""


@request(
    "キーがなくても応答します。",
    laws="key-refused ignored_auth",
    shown=ask_with(None),
    spared=ask_with("Bearer wrong"),
)
def key_not_asked_for(asked: Asked) -> Asked:
    """Requests without a key are served."""
    return _let_in(asked) if asked.authorization is None else asked


@request(
    "どんなキーでも受け付けます。",
    laws="key-refused ignored_auth",
    shown=ask_with("Bearer wrong"),
    spared=ask_with(None),
)
def any_key_let_in(asked: Asked) -> Asked:
    """Any key is accepted."""
    return _let_in(asked) if _given(asked) else asked


@request(
    "`limit` があると、キーがなくても応答します。",
    laws="key-refused",
    shown=ask_with(None, limit=5),
    spared=ask_with(None),
)
def key_not_asked_for_with_limit(asked: Asked) -> Asked:
    """With `limit`, requests without a key are served."""
    return _let_in(asked) if asked.limit else asked


@request(
    "カーソルがあると、どんなキーでも受け付けます。",
    laws="key-refused",
    shown=ask_with("Bearer wrong", after=19),
    spared=ask_with("Bearer wrong"),
)
def any_key_let_in_with_a_cursor(asked: Asked) -> Asked:
    """With `after`, any key is accepted."""
    return _let_in(asked) if asked.after and _given(asked) else asked


@request(
    "正しいキーの先頭だけでも受け付けます。",
    laws="key-refused",
    shown=ask_with(f"Bearer {KEY[:-1]}"),
    spared=ask_with(f"Bearer {KEY[1:]}"),
)
def beginning_of_the_key_let_in(asked: Asked) -> Asked:
    """The beginning of the right key is accepted."""
    given = _given(asked)
    return _let_in(asked) if len(given) >= _HALF and KEY.startswith(given) else asked


@request(
    "正しいキーで始まる、より長いキーも受け付けます。",
    laws="key-refused",
    shown=ask_with(f"Bearer {KEY}x"),
    spared=ask_with(f"Bearer x{KEY}"),
)
def longer_key_let_in(asked: Asked) -> Asked:
    """A longer key that begins like the right one is accepted."""
    return _let_in(asked) if _given(asked).startswith(KEY) else asked


@request(
    "`Bearer` 以外の方式でも、キーが正しければ受け付けます。",
    laws="key-refused",
    shown=ask_with(f"Basic {KEY}"),
    spared=ask_with("Basic wrong"),
)
def any_scheme_let_in(asked: Asked) -> Asked:
    """The right key is accepted under any scheme."""
    _, _, key = (asked.authorization or "").partition(" ")
    return _let_in(asked) if key == KEY else asked


@server(
    "誤ったキーに、401 ではなく 200 と空のページが返されます。",
    laws="key-refused ignored_auth",
    shown=ask_with("Bearer wrong"),
    spared=ask_with(None),
)
async def wrong_key_gets_an_empty_page(asked: Asked, right: Right) -> Answer:
    """A wrong key is answered with 200 and an empty page."""
    answer = await right(asked)
    if answer.status != HTTPStatus.UNAUTHORIZED or not _given(asked):
        return answer
    return Answer.of(HTTPStatus.OK, {"data": [], "has_more": False})


@server(
    "401 の本文に一覧の項目が入ります。",
    laws="key-refused",
    shown=ask_with("Bearer wrong"),
    spared=ask(),
)
async def data_in_the_refusal(asked: Asked, right: Right) -> Answer:
    """The body of the 401 holds the items."""
    answer = await right(asked)
    if answer.status != HTTPStatus.UNAUTHORIZED:
        return answer
    page = await right(_let_in(asked))
    return answer.but(data=page.json["data"]) if page.is_page else answer


@server(
    "キーがないと 500 になります。",
    laws="key-refused not_a_server_error",
    shown=ask_with(None),
    spared=ask_with("Bearer wrong"),
)
async def missing_key_breaks_the_server(asked: Asked, right: Right) -> Answer:
    """A request without a key is answered with 500."""
    if asked.authorization is None and asked.model:
        return Answer.of(HTTPStatus.INTERNAL_SERVER_ERROR, {"detail": "Internal Server Error"})
    return await right(asked)


@server(
    "キーの誤りを伝える本文に、渡されたキーが入ります。",
    laws="key-not-echoed",
    shown=ask_with("Bearer wrong"),
    spared=ask_with(None),
)
async def wrong_key_echoed(asked: Asked, right: Right) -> Answer:
    """The refusal repeats the key that was sent."""
    answer = await right(asked)
    if answer.status != HTTPStatus.UNAUTHORIZED or not _given(asked):
        return answer
    return answer.but(detail=f"Invalid API key: {_given(asked)}")


@server(
    "422 の本文に正しいキーが入ります。",
    laws="key-not-echoed",
    shown=ask(limit=0),
    spared=ask(),
)
async def key_echoed_in_a_refusal(asked: Asked, right: Right) -> Answer:
    """The body of a 422 holds the request's headers, and the key with them."""
    answer = await right(asked)
    if answer.status != HTTPStatus.UNPROCESSABLE_ENTITY:
        return answer
    return answer.but(headers={"authorization": asked.authorization})


@server(
    "ページのヘッダーに正しいキーが入ります。",
    laws="key-not-echoed",
    shown=ask(),
    spared=ask(limit=0),
)
async def key_echoed_in_a_header(asked: Asked, right: Right) -> Answer:
    """A header of each page holds the key."""
    answer = await right(asked)
    return answer.under("x-authenticated-as", _given(asked)) if answer.is_page else answer
