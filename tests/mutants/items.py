"""Servers that lose, repeat or reorder items."""

from itertools import pairwise

from tests.mutants.kinds import Mutant, Page, ask, each_item, number, page, request, server
from tests.mutants.serving import COUNT, Answer, Asked, Right

_USUAL, _LARGEST = 20, 100


async def _one_further(asked: Asked, right: Right) -> Answer:
    """Answer as if the cursor were one item further on."""
    skipped = await right(asked.but(limit=1))
    if not (skipped.is_page and skipped.json["data"]):
        return await right(asked)
    return await right(asked.but(after=skipped.json["last_id"]))


@server(
    "カーソルの次の項目が抜けます。",
    laws="same-listing after mirror combinations",
    shown=ask(after=19),
    spared=ask(limit=100),
)
async def item_lost_after_every_cursor(asked: Asked, right: Right) -> Answer:
    """The item after a cursor is left out."""
    return await (_one_further(asked, right) if asked.after else right(asked))


@server(
    "`limit` が 20 以外のとき、ページの境目の項目が抜けます。",
    laws="same-listing after mirror combinations",
    shown=ask(after=19, limit=21),
    spared=ask(after=19, limit=20),
)
async def item_lost_unless_twenty(asked: Asked, right: Right) -> Answer:
    """The item at a page boundary is left out, unless pages hold 20."""
    lost = asked.after and asked.limit not in (None, _USUAL)
    return await (_one_further(asked, right) if lost else right(asked))


@server(
    "`limit` が最大のときだけ、ページの境目の項目が抜けます。",
    laws="same-listing after mirror combinations full-page-at-maximum",
    shown=ask(after=99, limit=100),
    spared=ask(after=99, limit=99),
)
async def item_lost_at_maximum(asked: Asked, right: Right) -> Answer:
    """The item at a page boundary is left out where `limit` is the maximum."""
    lost = asked.after and asked.limit == _LARGEST
    return await (_one_further(asked, right) if lost else right(asked))


@server(
    "`limit=1` のとき、カーソルをたどると 1 つおきになります。",
    laws="same-listing after mirror combinations",
    shown=ask(after=0, limit=1),
    spared=ask(after=0, limit=2),
)
async def every_other_item_one_by_one(asked: Asked, right: Right) -> Answer:
    """One by one, every other item is left out."""
    return await (_one_further(asked, right) if asked.after and asked.limit == 1 else right(asked))


@server(
    "`after` と `order=desc` と `limit` がそろったときだけ、項目が 1 つ抜けます。",
    laws="same-listing after mirror combinations",
    shown=ask(after=100, order="desc", limit=20),
    spared=ask(after=100, order="desc"),
)
async def item_lost_when_all_three_are_given(asked: Asked, right: Right) -> Answer:
    """An item is left out only with `after`, `order=desc` and `limit` together."""
    lost = asked.after and asked.descending and asked.limit
    return await (_one_further(asked, right) if lost else right(asked))


@server(
    "一覧の 200 番目より後のカーソルでだけ、項目が 1 つ抜けます。",
    laws="same-listing after mirror combinations",
    shown=ask(after=220),
    spared=ask(after=199),
)
async def item_lost_deep_in_the_list(asked: Asked, right: Right) -> Answer:
    """The item after a cursor is left out from the 200th item on."""
    answer = await right(asked)
    items = answer.json["data"] if answer.is_page else []
    deep = asked.after and not asked.descending and items and number(items[0]) > 2 * _LARGEST
    return await _one_further(asked, right) if deep else answer


@page(
    "昇順では、最新の項目が返されません。",
    laws="mirror same-listing has-more full-page after combinations",
    shown=ask(after=245),
    spared=ask(order="desc"),
)
def newest_item_missing_ascending(asked: Asked, page: Page) -> Page:
    """Ascending, the newest item is not listed."""
    items = page["data"]
    if asked.descending or not items or number(items[-1]) != COUNT - 1:
        return {}
    return {"data": items[:-1], "last_id": items[-2]["id"] if items[1:] else page["first_id"]}


@server(
    "降順の最初のページで、最新の項目が飛ばされます。",
    laws="newest-first mirror combinations",
    shown=ask(order="desc"),
    spared=ask(order="desc", after=249),
)
async def newest_item_missing_descending(asked: Asked, right: Right) -> Answer:
    """Descending, the newest item is not listed."""
    lost = asked.descending and asked.after is None
    return await (_one_further(asked, right) if lost else right(asked))


@server(
    "カーソルの項目自身が、次のページの先頭にもう一度現れます。",
    laws="each-once after same-listing mirror combinations",
    shown=ask(after=19),
    spared=ask(),
)
async def cursor_inclusive(asked: Asked, right: Right) -> Answer:
    """The page after a cursor begins with the cursor's item."""
    return await (_inclusive(asked, right) if asked.after else right(asked))


@server(
    "降順のときだけ、カーソルの項目自身が次のページにもう一度現れます。",
    laws="each-once after same-listing mirror combinations",
    shown=ask(after=230, order="desc"),
    spared=ask(after=230),
)
async def cursor_inclusive_descending(asked: Asked, right: Right) -> Answer:
    """Descending, the page after a cursor begins with the cursor's item."""
    inclusive = asked.after and asked.descending
    return await (_inclusive(asked, right) if inclusive else right(asked))


async def _inclusive(asked: Asked, right: Right) -> Answer:
    """Answer as if the cursor stood one item before; of the first item, the first page."""
    other = "asc" if asked.descending else "desc"
    before = await right(asked.but(order=other, limit=1))
    if not before.is_page:
        return before
    return await right(asked.but(after=before.json["last_id"] or None))


@page(
    "項目が 1 つ、隣の項目の代わりに 2 回現れます。",
    laws="each-once same-listing",
    shown=ask(after=119),
    spared=ask(after=131),
)
def item_twice_in_a_page(_: Asked, page: Page) -> Page:
    """One item deep in the list stands twice in its page, in place of its neighbour."""
    items = list(page["data"])
    for at, (one, two) in enumerate(pairwise(items)):
        if {number(one), number(two)} == {130, 131}:
            items[at + 1] = one
    return {"data": items} | ({"last_id": items[-1]["id"]} if items else {})


@page(
    "深い位置の 2 項目が、降順でも昇順と同じ順に並びます。",
    laws="mirror same-listing",
    shown=ask(order="desc", after=140),
    spared=ask(after=119),
)
def two_items_not_mirrored(asked: Asked, page: Page) -> Page:
    """Two items deep in the list keep their ascending order in descending pages."""
    items = list(page["data"])
    for at, (one, two) in enumerate(pairwise(items)):
        if asked.descending and (number(one), number(two)) == (131, 130):
            items[at : at + 2] = two, one
    ends = {"first_id": items[0]["id"], "last_id": items[-1]["id"]} if items else {}
    return {"data": items} | ends


@request(
    "`after` があると `order` が無視されます。",
    laws="after mirror same-listing each-once combinations",
    shown=ask(after=100, order="desc"),
    spared=ask(order="desc"),
)
def order_ignored_after_a_cursor(asked: Asked) -> Asked:
    """With `after`, `order` is ignored."""
    return asked.but(order=None) if asked.after and asked.descending else asked


@request(
    "`limit` が最大だと `order` が無視されます。",
    laws="mirror same-listing combinations full-page-at-maximum after",
    shown=ask(order="desc", limit=100),
    spared=ask(order="desc", limit=99),
)
def order_ignored_at_maximum(asked: Asked) -> Asked:
    """With the largest `limit`, `order` is ignored."""
    return asked.but(order=None) if asked.descending and asked.limit == _LARGEST else asked


@server(
    "降順が、昇順のページを 1 ページずつ裏返しただけです。",
    laws="mirror same-listing each-once after combinations has-more",
    shown=ask(order="desc"),
    spared=ask(),
)
async def only_each_page_turned_round(asked: Asked, right: Right) -> Answer:
    """Descending is ascending with each page turned round."""
    if not asked.descending:
        return await right(asked)
    answer = await right(asked.but(order="asc"))
    if not answer.is_page:
        return answer
    page = answer.json
    turned = {"first_id": page["last_id"], "last_id": page["first_id"]}
    return answer.but(data=page["data"][::-1], **turned)


@page(
    "降順では、メトリクスの値が昇順のときと違います。",
    laws="same-item",
    shown=ask(order="desc"),
    spared=ask(),
)
def other_values_descending(asked: Asked, page: Page) -> Page:
    """Descending, one item has another metric than ascending."""
    return each_item(
        page, lambda item: asked.descending and number(item) == COUNT - 2, metrics={"loss": 9.5}
    )


@page(
    "リクエストのたびに、ページの最初の 2 項目が入れ替わります。",
    laws="read-twice same-listing mirror ends after defaults combinations",
    shown=ask(after=40, limit=5),
    spared=ask(after=40, limit=1),
)
def order_unstable_between_requests(asked: Asked, page: Page) -> Page:
    """Every other request, the first two items of a page change places."""
    items = page["data"]
    if asked.number % 2 == 0 or len(items) < 2:
        return {}
    turned = [items[1], items[0], *items[2:]]
    return {"data": turned, "first_id": turned[0]["id"], "last_id": turned[-1]["id"]}


def _second_reading() -> Mutant:
    seen: set[tuple[str, frozenset[tuple[str, str]]]] = set()

    @page(
        "深い位置のページを 2 回目に読むと、1 項目のメトリクスが変わります。",
        laws="read-twice same-listing mirror combinations after",
        shown=ask(after=180),
        spared=ask(after=20),
    )
    def second_reading_differs(asked: Asked, page: Page) -> Page:
        """A page deep in the list, read again, has another metric."""
        key = (asked.path, frozenset(asked.query.items()))
        again = key in seen
        seen.add(key)
        return each_item(page, lambda item: again and number(item) == 190, metrics={"loss": 9.5})

    return second_reading_differs


second_reading_differs = _second_reading()
