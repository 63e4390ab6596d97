"""Every sentence of ours exists in every language, and what is made of it is up to date."""

import re
from pathlib import Path
from string import Formatter

import pytest

from pipeline.parity.languages import languages
from pipeline.translate.catalogs import read_catalog
from pipeline.translate.translate import translate

pytestmark = pytest.mark.any_spec

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", params=languages(ROOT))
def language(request: pytest.FixtureRequest) -> str:
    """Each language that has a spec."""
    return str(request.param)


def test_catalogs_and_docstrings_are_up_to_date() -> None:
    """Otherwise: `nox -s translate`, and commit the result."""
    for path, content in translate(ROOT).items():
        assert path.read_bytes() == content, f"{path.name}: run `nox -s translate`"


def test_catalogs_are_written_alike_on_any_day_and_by_any_version_of_babel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A release of a tool changes no file of ours; nor does the date."""
    monkeypatch.setattr("babel.messages.catalog.VERSION", "99.9")
    written = [content for path, content in translate(ROOT).items() if path.suffix != ".json"]

    assert len(written) > 2
    for content in written:
        assert b"99.9" not in content
        assert not re.search(rb"Generated-By|-Date:|20\d\d-\d\d-\d\d", content)


def test_every_sentence_is_translated(language: str) -> None:
    """None is empty, fuzzy or obsolete."""
    catalog = read_catalog(ROOT, language)
    lacking = [message.id for message in catalog if message.id and not message.string]
    fuzzy = [message.id for message in catalog if message.id and message.fuzzy]

    assert lacking == []
    assert fuzzy == []
    assert not catalog.obsolete


def test_placeholders_and_code_survive_translation(language: str) -> None:
    """`{name}` and code in backticks stand in both."""
    for message in read_catalog(ROOT, language):
        if message.id and message.string:
            english, other = str(message.id), str(message.string)
            assert _marks(english) == _marks(other), english


def _marks(text: str) -> list[str]:
    try:
        fields = [name for _, name, _, _ in Formatter().parse(text) if name]
    except ValueError:
        fields = []
    return sorted({*fields, *re.findall(r"`+[^`]+`+", text)})
