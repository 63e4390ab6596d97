"""Servers whose pages have the wrong size, the wrong ends, or a wrong `has_more`."""

from tests.mutants.kinds import Page, ask, page, request, server
from tests.mutants.serving import EMPTY, Answer, Asked, Right

EMPTY_ENDS = {"first_id": "", "last_id": ""}

_HALF, _USUAL, _LARGEST = 50, 20, 100


@request(
    "`limit` が 50 を超えると、ページの項目が 1 つ足りません。",
    laws="full-page full-page-at-maximum after combinations",
    shown=ask(limit=51),
    spared=ask(limit=50),
)
def page_one_short(asked: Asked) -> Asked:
    """Above 50, pages hold one item less than was asked for."""
    limit = asked.limit or 0
    return asked.but(limit=limit - 1) if _HALF < limit <= _LARGEST else asked


@server(
    "`limit=7` のとき、ページの項目が 1 つ多くなります。",
    laws="full-page after combinations same-listing",
    shown=ask(limit=7),
    spared=ask(limit=8),
)
async def page_one_too_long(asked: Asked, right: Right) -> Answer:
    """With `limit=7` pages hold eight items."""
    return await right(asked.but(limit=8) if asked.limit == 7 else asked)


@request(
    "`limit` の上限が、仕様の 100 ではなく 50 です。",
    laws="full-page-at-maximum full-page after combinations",
    shown=ask(limit=100),
    spared=ask(limit=50),
)
def maximum_halved(asked: Asked) -> Asked:
    """Pages hold 50 items at most, though the spec allows 100."""
    return asked.but(limit=_HALF) if _HALF < (asked.limit or 0) <= _LARGEST else asked


@request(
    "`after` があると `limit` が無視されます。",
    laws="full-page after combinations full-page-at-maximum",
    shown=ask(after=19, limit=50),
    spared=ask(limit=50),
)
def limit_ignored_after_a_cursor(asked: Asked) -> Asked:
    """With `after`, pages hold 20 items whatever `limit` says."""
    return asked.but(limit=_USUAL) if asked.after and _is_served(asked) else asked


@request(
    "`limit=1` のとき、2 項目が返されます。",
    laws="full-page served after combinations same-listing",
    shown=ask(limit=1),
    spared=ask(limit=2),
)
def two_items_for_one(asked: Asked) -> Asked:
    """With `limit=1` pages hold two items."""
    return asked.but(limit=2) if asked.limit == 1 else asked


@server(
    "最後から 2 ページ目が、`limit` より短くなります。",
    laws="full-page full-page-at-maximum after combinations",
    shown=ask(after=199, limit=30),
    spared=ask(limit=30),
)
async def last_page_but_one_short(asked: Asked, right: Right) -> Answer:
    """The page before the last is shorter than `limit`."""
    answer = await right(asked)
    if not (asked.after and answer.is_page and answer.json["has_more"]):
        return answer
    items = answer.json["data"]
    following = await right(asked.but(after=items[-1]["id"]))
    if len(items) == 1 or following.json["has_more"]:
        return answer
    return answer.but(data=items[:-1], last_id=items[-2]["id"])


@page(
    "`has_more` が、ページが満杯かどうかだけで決まります。",
    laws="has-more",
    shown=ask(after=229),
    spared=ask(after=228),
)
def has_more_of_a_full_page(asked: Asked, page: Page) -> Page:
    """`has_more` is whether the page is full: wrong where it ends with the list."""
    return {"has_more": len(page["data"]) == (asked.limit or _USUAL)}


@server(
    "残りがちょうど 1 項目のとき、`has_more` が false になります。",
    laws="has-more same-listing mirror full-page after",
    shown=ask(after=228),
    spared=ask(after=227),
)
async def has_more_false_before_one(asked: Asked, right: Right) -> Answer:
    """`has_more` is false where one item is left."""
    answer = await right(asked)
    if not (answer.is_page and answer.json["has_more"]):
        return answer
    following = await right(asked.but(after=answer.json["last_id"], limit=2))
    return answer.but(has_more=len(following.json["data"]) > 1)


@server(
    "降順の `has_more` が、昇順での続きの有無になります。",
    laws="has-more mirror full-page same-listing",
    shown=ask(order="desc", limit=100),
    spared=ask(order="desc", after=100),
)
async def has_more_of_the_other_direction(asked: Asked, right: Right) -> Answer:
    """Descending, `has_more` says whether something newer follows."""
    answer = await right(asked)
    if not (asked.descending and answer.is_page and answer.json["data"]):
        return answer
    first = answer.json["first_id"]
    newer = await right(asked.but(order="asc", after=first, limit=1))
    return answer.but(has_more=bool(newer.json["data"]))


@page(
    "空のページで `has_more` が true になります。",
    laws="has-more after",
    shown=ask(after=249),
    spared=ask(after=248),
)
def has_more_on_an_empty_page(_: Asked, page: Page) -> Page:
    """An empty page says that more follows."""
    return {} if page["data"] else {"has_more": True}


@page(
    "`limit=1` のとき、`has_more` が常に false になります。",
    laws="has-more same-listing full-page mirror",
    shown=ask(limit=1),
    spared=ask(limit=2),
)
def has_more_never_one_by_one(asked: Asked, page: Page) -> Page:
    """With `limit=1`, `has_more` is false."""
    return {"has_more": page["has_more"] and asked.limit != 1}


@page(
    "降順のとき、`last_id` がページの先頭の ID になります。",
    laws="ends",
    shown=ask(order="desc"),
    spared=ask(order="desc", limit=1),
)
def last_id_is_first_descending(asked: Asked, page: Page) -> Page:
    """Descending, `last_id` is the id of the page's first item."""
    return {"last_id": page["first_id"]} if asked.descending else {}


@page(
    "降順のとき、`first_id` と `last_id` が入れ替わります。",
    laws="ends",
    shown=ask(order="desc"),
    spared=ask(order="desc", limit=1),
)
def ends_swapped_descending(asked: Asked, page: Page) -> Page:
    """Descending, `first_id` and `last_id` have changed places."""
    swapped = {"first_id": page["last_id"], "last_id": page["first_id"]}
    return swapped if asked.descending else {}


@server(
    "`first_id` が、ページではなく一覧全体の先頭の ID になります。",
    laws="ends",
    shown=ask(after=19),
    spared=ask(),
)
async def first_id_of_the_whole_list(asked: Asked, right: Right) -> Answer:
    """`first_id` is the first item of the whole list."""
    answer = await right(asked)
    if not (answer.is_page and answer.json["data"]):
        return answer
    whole = await right(asked.but(after=None, limit=1))
    return answer.but(first_id=whole.json["first_id"])


@server(
    "`last_id` が、ページの最後ではなく次のページの最初の ID になります。",
    laws="ends same-listing mirror after",
    shown=ask(),
    spared=ask(after=248),
)
async def last_id_is_the_next_item(asked: Asked, right: Right) -> Answer:
    """`last_id` is the first item of the next page."""
    answer = await right(asked)
    if not (answer.is_page and answer.json["has_more"]):
        return answer
    following = await right(asked.but(after=answer.json["last_id"], limit=1))
    return answer.but(last_id=following.json["first_id"])


@page(
    "空のページの両端の ID が、仕様のデフォルトではなく null になります。",
    laws="ends valid-items response_schema_conformance",
    shown=ask(EMPTY),
    spared=ask(after=248),
)
def ends_of_an_empty_page_null(_: Asked, page: Page) -> Page:
    """An empty page has null for its ends, where the spec's default is an empty text."""
    return {} if page["data"] else {"first_id": None, "last_id": None}


@page(
    "カーソルの後の空のページで、`last_id` がそのカーソルになります。",
    laws="ends",
    shown=ask(after=249),
    spared=ask(EMPTY),
)
def empty_page_repeats_the_cursor(asked: Asked, page: Page) -> Page:
    """After the last item, the empty page has the cursor as its `last_id`."""
    return {} if page["data"] or not asked.after else {"last_id": asked.after}


@server(
    "降順で `after` を指定すると、カーソルより古い項目ではなく、新しい項目が返されます。",
    laws="after mirror same-listing each-once combinations full-page",
    shown=ask(after=100, order="desc"),
    spared=ask(after=100),
)
async def newer_items_after_a_cursor_descending(asked: Asked, right: Right) -> Answer:
    """Descending, `after` gives the newest items down to the cursor."""
    answer = await right(asked)
    if not (asked.after and asked.descending and answer.is_page):
        return answer
    newest = await right(asked.but(after=None))
    page = newest.json
    ids = [item["id"] for item in page["data"]]
    if asked.after not in ids:
        return newest
    items = page["data"][: ids.index(asked.after)]
    ends = {"first_id": items[0]["id"], "last_id": items[-1]["id"]} if items else EMPTY_ENDS
    return newest.but(data=items, has_more=False, **ends)


@server(
    "最新の項目をカーソルにすると、一覧の先頭に戻ります。",
    laws="after has-more ends combinations",
    shown=ask(after=249),
    spared=ask(after=248),
)
async def list_begins_again_after_its_end(asked: Asked, right: Right) -> Answer:
    """After the last item, the list begins again."""
    answer = await right(asked)
    at_end = asked.after and answer.is_page and not answer.json["data"]
    return await right(asked.but(after=None)) if at_end else answer


@server(
    "一覧の最初の項目をカーソルにすると、カーソルが無視されます。",
    laws="after each-once same-listing combinations mirror",
    shown=ask(after=0),
    spared=ask(after=1),
)
async def cursor_of_the_first_item_ignored(asked: Asked, right: Right) -> Answer:
    """The first item of the list, as a cursor, is ignored."""
    whole = await right(asked.but(after=None, limit=1))
    first = whole.is_page and asked.after == whole.json["first_id"]
    return await right(asked.but(after=None) if first else asked)


def _is_served(asked: Asked) -> bool:
    limit = asked.query.get("limit")
    return limit is None or 1 <= (asked.limit or 0) <= _LARGEST
