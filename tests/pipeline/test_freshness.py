"""A translation that did not change while its English did is stale until somebody touches it."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import PipelineError
from pipeline.parity.compare import Comparison, compare
from pipeline.parity.freshness import (
    FILE,
    all_digests,
    digest,
    moved,
    read_digests,
    update_digests,
    write_digests,
)
from pipeline.parity.languages import spec_language

pytestmark = pytest.mark.any_spec

Spec = dict[str, Any]


def spec(**descriptions: str) -> Spec:
    """Build an operation whose parameters have these descriptions."""
    parameters = [
        {"name": name, "in": "query", "description": text} for name, text in descriptions.items()
    ]
    return {"openapi": "3.1.0", "paths": {"/a": {"get": {"parameters": parameters}}}}


def place(number: int) -> str:
    """Point at the description of a parameter."""
    return f"/paths/~1a/get/parameters/{number}/description"


def update(old: tuple[Spec, Spec] | None, new: tuple[Spec, Spec], **known: str) -> dict[str, str]:
    """Bring digests up to date."""
    before: Comparison | None = compare(*old) if old else None
    moves = moved(old[0], new[0]) if old else {}
    digests = {place(int(key[1:])): value for key, value in known.items()}
    return update_digests(before, moves, compare(*new), digests)


def test_first_pull_takes_every_translation_as_fresh() -> None:
    """There is nothing that it could be older than."""
    assert update(None, (spec(a="A"), spec(a="あ"))) == {place(0): digest("A")}


def test_translation_that_stays_keeps_the_digest_of_its_english() -> None:
    """So it is stale as soon as the English changes, and at every pull after that."""
    old, newer, newest = (spec(a=text) for text in ("A", "A2", "A3"))
    same = spec(a="あ")

    assert update((old, same), (newer, same)) == {place(0): digest("A")}
    assert update((newer, same), (newest, same), p0=digest("A")) == {place(0): digest("A")}


def test_translation_that_changes_is_fresh_again() -> None:
    """Whoever touched it had the English of now before them."""
    old, new = (spec(a="A"), spec(a="あ")), (spec(a="A2"), spec(a="あ2"))

    assert update(old, new, p0=digest("A")) == {place(0): digest("A2")}


def test_digest_follows_its_sentence_when_parameters_move() -> None:
    """They are matched by name and place, and not by index."""
    old = spec(a="A", b="B"), spec(a="あ", b="び")
    new = spec(b="B2", a="A"), spec(b="び", a="あ")

    assert update(old, new) == {place(0): digest("B"), place(1): digest("A")}


def test_digests_of_all_languages_follow_at_once() -> None:
    """Known digests move with their parameters; a language that is new is fresh."""
    old = {"en": spec(a="A", b="B"), "ja": spec(a="あ", b="び")}
    new = {"en": spec(b="B2", a="A2"), "ja": spec(b="び", a="あ"), "ko": spec(b="비", a="아")}
    known = {"ja": {place(0): digest("A0"), place(1): digest("B")}}

    assert all_digests(old, new, known) == {
        "ja": {place(0): digest("B"), place(1): digest("A0")},
        "ko": {place(0): digest("B2"), place(1): digest("A2")},
    }


def test_digests_are_read_as_they_were_written(tmp_path: Path) -> None:
    """By language and pointer, with a line that says where they come from."""
    digests = {"ja": {place(0): digest("A")}, "ko": {}}
    text = write_digests(digests)
    (tmp_path / FILE).write_text(text, encoding="utf-8")

    assert read_digests(tmp_path) == digests
    assert "nox -s pull" in text
    assert read_digests(tmp_path / "elsewhere") == {}


@pytest.mark.parametrize("content", ["", "[]", '{"ja": []}', '{"ja": {'])
def test_broken_digests_are_named(tmp_path: Path, content: str) -> None:
    """With what to do about it."""
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(PipelineError, match=r"translated-from\.json.*Restore the file or delete"):
        read_digests(tmp_path)


@pytest.mark.parametrize(
    ("name", "language"),
    [("openapi.json", "en"), ("openapi.ja.json", "ja"), ("a.pt-BR.yaml", "pt-BR")],
)
def test_language_of_a_spec_is_in_its_name(name: str, language: str) -> None:
    """Between the name and the suffix; English where there is none."""
    assert spec_language(Path(name)) == language
