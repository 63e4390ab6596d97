"""Servers whose answers are not what the schema says, some only deep in a list."""

from dataclasses import replace
from http import HTTPStatus

from tests.mutants.kinds import Page, Request, ask, each_item, number, page, server
from tests.mutants.serving import COUNT, EMPTY, Answer, Asked, Right

_DEEP = 137


@page(
    "深い位置の 1 項目の `id` が UUID ではありません。",
    laws="valid-items",
    shown=ask(after=_DEEP - 1),
    spared=ask(),
)
def one_id_malformed(_: Asked, page: Page) -> Page:
    """One item deep in the list has an id that is no UUID."""
    items = [
        {**item, "id": item["id"].replace("-", "_")} if number(item) == _DEEP else item
        for item in page["data"]
    ]
    ends = {"first_id": items[0]["id"], "last_id": items[-1]["id"]} if items else {}
    return {"data": items} | ends


@page(
    "200 番目より後の項目で、メトリクスが数ではなく文字列です。",
    laws="valid-items",
    shown=ask(after=200),
    spared=ask(),
)
def metric_is_text_on_one_page(_: Asked, page: Page) -> Page:
    """From the 200th item on, a metric is a text."""
    return each_item(page, lambda item: number(item) >= 200, metrics={"loss": "0.5"})


@page(
    "1 項目の `step` が、整数ではなく文字列です。",
    laws="valid-items",
    shown=ask(after=_DEEP - 1),
    spared=ask(),
)
def step_is_text(_: Asked, page: Page) -> Page:
    """One item has its step as a text."""
    return each_item(page, lambda item: number(item) == _DEEP, step=str((_DEEP + 1) * 10))


@page(
    "最も古い項目の `step` に端数があります。",
    laws="valid-items response_schema_conformance",
    shown=ask(),
    spared=ask(after=0),
)
def step_is_no_integer(_: Asked, page: Page) -> Page:
    """The oldest item has a step that is no whole number."""
    return each_item(page, lambda item: number(item) == 0, step=10.5)


@page(
    "1 項目に必須の `metrics` がありません。",
    laws="valid-items",
    shown=ask(after=_DEEP - 1),
    spared=ask(),
)
def item_without_metrics(_: Asked, page: Page) -> Page:
    """One item deep in the list lacks its required `metrics`."""
    items = page["data"]
    kept = ("id", "step")
    return {"data": [{k: i[k] for k in kept} if number(i) == _DEEP else i for i in items]}


@page(
    "1 項目の `metrics` が null です。",
    laws="valid-items",
    shown=ask(order="desc", after=_DEEP + 1),
    spared=ask(order="desc"),
)
def metrics_null(_: Asked, page: Page) -> Page:
    """One item deep in the list has null for its `metrics`."""
    return each_item(page, lambda item: number(item) == _DEEP, metrics=None)


@page(
    "最新の項目のメトリクスが NaN で、本文が JSON ではなくなります。",
    laws="valid-items served same-listing mirror",
    shown=ask(after=245),
    spared=ask(),
)
def metric_is_nan(_: Asked, page: Page) -> Page:
    """The newest item has a metric of NaN, which is no JSON."""
    return each_item(page, lambda item: number(item) == COUNT - 1, metrics={"loss": float("nan")})


@page(
    "空のページの `data` が、空の配列ではなく null です。",
    laws="valid-items served ends after has-more",
    shown=ask(EMPTY),
    spared=ask(),
)
def data_null_on_an_empty_page(_: Asked, page: Page) -> Page:
    """An empty page has null for its `data`."""
    return {} if page["data"] else {"data": None}


@page(
    "最後のページの `has_more` が、真偽値ではなく文字列です。",
    laws="valid-items has-more",
    shown=ask(after=245),
    spared=ask(),
)
def has_more_is_text_on_the_last_page(_: Asked, page: Page) -> Page:
    """On the last page `has_more` is a text."""
    return {} if page["has_more"] else {"has_more": "false"}


@server(
    "ページの Content-Type が `text/html` です。",
    laws="content-type content_type_conformance",
    shown=ask(),
    spared=ask(limit=0),
)
async def pages_are_html(asked: Asked, right: Right) -> Answer:
    """Pages have the content type of HTML."""
    answer = await right(asked)
    return answer.under("content-type", "text/html") if answer.is_page else answer


@server(
    "降順のページにだけ Content-Type がありません。",
    laws="content-type content_type_conformance",
    shown=ask(order="desc"),
    spared=ask(),
)
async def no_content_type_descending(asked: Asked, right: Right) -> Answer:
    """Descending, pages have no content type."""
    answer = await right(asked)
    if not (answer.is_page and asked.descending):
        return answer
    kept = {name: value for name, value in answer.headers.items() if name != "content-type"}
    return replace(answer, headers=kept)


@server(
    "ページが 200 ではなく、文書化されていない 203 で返されます。",
    laws="served status_code_conformance",
    shown=ask(),
    spared=ask(limit=0),
)
async def undocumented_success(asked: Asked, right: Right) -> Answer:
    """Pages come with 203, which the spec does not document."""
    answer = await right(asked)
    if not answer.is_page:
        return answer
    return replace(answer, status=HTTPStatus.NON_AUTHORITATIVE_INFORMATION)


@server(
    "仕様にないメソッドが 200 で応答されます。",
    laws="unsupported_method",
    shown=Request(method="PUT"),
    spared=ask(),
)
async def other_methods_served(asked: Asked, right: Right) -> Answer:
    """Methods that the spec does not have are answered with 200."""
    if asked.method in ("GET", "HEAD"):
        return await right(asked)
    return Answer.of(HTTPStatus.OK, {})
