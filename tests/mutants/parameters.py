"""Servers that mistake what `limit` and `order` say, or refuse it in the wrong words."""

from dataclasses import replace
from http import HTTPStatus

from tests.mutants.kinds import ask, request, server
from tests.mutants.serving import Answer, Asked, Right

_LARGEST = 100


@request(
    "`limit` を省略すると、20 ではなく 10 項目になります。",
    laws="defaults",
    shown=ask(),
    spared=ask(limit=20),
)
def default_limit_halved(asked: Asked) -> Asked:
    """Left out, `limit` is 10."""
    return asked.but(limit=asked.query.get("limit", 10))


@request(
    "`after` があって `limit` を省略すると、100 項目になります。",
    laws="defaults combinations after full-page",
    shown=ask(after=19),
    spared=ask(),
)
def default_limit_larger_after_a_cursor(asked: Asked) -> Asked:
    """Left out beside `after`, `limit` is 100."""
    return asked.but(limit=asked.query.get("limit", _LARGEST)) if asked.after else asked


@request(
    "`order` を省略すると降順になります。",
    laws="defaults",
    shown=ask(),
    spared=ask(order="asc"),
)
def default_order_descending(asked: Asked) -> Asked:
    """Left out, `order` is `desc`."""
    return asked.but(order=asked.query.get("order", "desc"))


@request(
    "`limit` があって `order` を省略したときだけ、降順になります。",
    laws="defaults same-listing combinations served full-page",
    shown=ask(limit=20),
    spared=ask(),
)
def default_order_descending_with_limit(asked: Asked) -> Asked:
    """Left out beside `limit`, `order` is `desc`."""
    return asked.but(order=asked.query.get("order", "desc")) if asked.limit else asked


@request(
    "`limit=0` が拒否されず、1 項目が返されます。",
    laws="refused negative_data_rejection",
    shown=ask(limit=0),
    spared=ask(limit=-1),
)
def limit_zero_served(asked: Asked) -> Asked:
    """`limit=0` is served as `limit=1`."""
    return asked.but(limit=1) if asked.limit == 0 else asked


@request(
    "`limit=101` が拒否されず、100 項目が返されます。",
    laws="refused negative_data_rejection",
    shown=ask(limit=101),
    spared=ask(limit=0),
)
def limit_clamped(asked: Asked) -> Asked:
    """A `limit` above the maximum is served as the maximum."""
    return asked.but(limit=_LARGEST) if (asked.limit or 0) > _LARGEST else asked


@request(
    "数ではない `limit` が無視されます。",
    laws="refused negative_data_rejection",
    shown=ask(limit="many"),
    spared=ask(limit=0),
)
def word_as_limit_ignored(asked: Asked) -> Asked:
    """A `limit` that is no number is ignored."""
    given = asked.query.get("limit", "0")
    return asked if given.removeprefix("-").isdecimal() else asked.but(limit=None)


@request(
    "未知の語の `order` が `asc` とみなされます。",
    laws="refused negative_data_rejection",
    shown=ask(order="newest"),
    spared=ask(limit="many"),
)
def word_as_order_ignored(asked: Asked) -> Asked:
    """An `order` that is neither `asc` nor `desc` counts as `asc`."""
    return asked if asked.query.get("order") in (None, "asc", "desc") else asked.but(order="asc")


@server(
    "422 が、誤っていない別のパラメーターを挙げます。",
    laws="refused",
    shown=ask(limit=0),
    spared=ask(order="newest"),
)
async def refusal_names_another_parameter(asked: Asked, right: Right) -> Answer:
    """The 422 for `limit` names `order`."""
    answer = await right(asked)
    return replace(answer, body=answer.body.replace(b'"query","limit"', b'"query","order"'))


@server(
    "422 の `detail` が、一覧ではなく文です。",
    laws="refused response_schema_conformance",
    shown=ask(limit=0),
    spared=ask(),
)
async def refusal_in_plain_words(asked: Asked, right: Right) -> Answer:
    """The `detail` of a 422 is a sentence, not the documented list."""
    answer = await right(asked)
    refused = answer.status == HTTPStatus.UNPROCESSABLE_ENTITY
    return answer.but(detail="limit is out of range") if refused else answer


@server(
    "422 の `detail` が空の一覧です。",
    laws="refused",
    shown=ask(limit=0),
    spared=ask(),
)
async def refusal_without_a_reason(asked: Asked, right: Right) -> Answer:
    """The `detail` of a 422 is an empty list."""
    answer = await right(asked)
    refused = answer.status == HTTPStatus.UNPROCESSABLE_ENTITY
    return answer.but(detail=[]) if refused else answer


@server(
    "誤ったパラメーターが、422 ではなく 400 で拒否されます。",
    laws="refused status_code_conformance",
    shown=ask(limit=0),
    spared=ask(),
)
async def refused_with_another_status(asked: Asked, right: Right) -> Answer:
    """Wrong parameters are refused with 400."""
    answer = await right(asked)
    refused = answer.status == HTTPStatus.UNPROCESSABLE_ENTITY
    return replace(answer, status=HTTPStatus.BAD_REQUEST) if refused else answer


@server(
    "数ではない `limit` で 500 になります。",
    laws="refused not_a_server_error",
    shown=ask(limit="many"),
    spared=ask(limit=0),
)
async def word_as_limit_breaks_the_server(asked: Asked, right: Right) -> Answer:
    """A `limit` that is no number is answered with 500."""
    if asked.query.get("limit", "0").removeprefix("-").isdecimal():
        return await right(asked)
    return Answer.of(HTTPStatus.INTERNAL_SERVER_ERROR, {"detail": "Internal Server Error"})


@request(
    "`after` があるときだけ、範囲外の `limit` が拒否されません。",
    laws="refused",
    shown=ask(after=19, limit=0),
    spared=ask(limit=0),
)
def limit_unchecked_after_a_cursor(asked: Asked) -> Asked:
    """Beside `after`, a `limit` that is out of range is ignored."""
    limit = asked.limit or 0
    return asked if 1 <= limit <= _LARGEST or not asked.after else asked.but(limit=None)
