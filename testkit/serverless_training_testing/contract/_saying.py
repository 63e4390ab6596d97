"""Say what was expected of an answer, and what came, in few words."""

from collections.abc import Sequence

from serverless_training._language import gettext as _
from serverless_training_client._text import shown

from serverless_training_testing.contract._answer import Answer, Page
from serverless_training_testing.contract._law import Subject

_OK = 200


def items(ids: Sequence[str | None], place: int = 0) -> str:
    """Tell how many items there are, and name those around a place."""
    if not ids:
        return _("no items")
    start = max(min(place, len(ids)) - 1, 0)
    near = [str(each) for each in ids[start : start + 3]]
    shown = [*(["…"] if start else []), *near, *(["…"] if start + 3 < len(ids) else [])]
    said = _("{count} items: {ids}") if len(ids) > 1 else _("{count} item: {ids}")
    return said.format(count=len(ids), ids=", ".join(shown))


def difference(first: Sequence[object], second: Sequence[object]) -> int:
    """Find the first place, counted from 0, where two sequences differ."""
    pairs = enumerate(zip(first, second, strict=False))
    return next(
        (place for place, (one, other) in pairs if one != other), min(len(first), len(second))
    )


def counted(answer: Answer, page: Page) -> str:
    """Tell what came where it does not matter which items these are."""
    said = _("{status} with {count} items") if page.ids else _("{status} with no items")
    return said.format(status=answer.status, count=len(page.ids))


def answered(subject: Subject, answer: Answer, place: int = 0) -> str:
    """Tell what came."""
    if answer.trouble:
        return _("no complete answer ({reason})").format(reason=answer.trouble)
    page = answer.page
    if page is not None:
        return _("{status} with {items}").format(status=answer.status, items=items(page.ids, place))
    text = subject.probe.redact(answer.text).strip()
    if not text:
        return _("{status} with an empty body").format(status=answer.status)
    if answer.status == _OK and answer.why_not_json:
        said = _("{status} with a body that is not JSON: {reason}")
        return said.format(status=answer.status, reason=subject.probe.redact(answer.why_not_json))
    return f"{answer.status}: {shown(' '.join(text.split()))}"
