"""A language has one spelling in file names, and readers may spell it as systems do."""

import json
from pathlib import Path

import pytest
from serverless_training_client import _docstrings

from pipeline.errors import PipelineError
from pipeline.translate.catalogs import catalog_path, read_catalog
from pipeline.translate.po import po_bytes

TEXTS = ("ja", "pt-BR", "zh-Hant", "zh")


@pytest.fixture
def _texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have texts in a few languages, beside a package of that name."""
    package = tmp_path / "texts_of_many_languages"
    package.mkdir()
    (package / "__init__.py").touch()
    for code in TEXTS:
        (package / f"docstrings.{code}.json").write_text(json.dumps({}), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(_docstrings, "_PACKAGE", package.name)
    monkeypatch.setattr(_docstrings, "_closest", _docstrings._closest.__wrapped__)


@pytest.mark.usefixtures("_texts")
@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("pt_BR.UTF-8", "pt-BR"),
        ("pt-br", "pt-BR"),
        ("pt_PT", "pt"),
        ("pt", "pt"),
        ("zh_Hant_TW.UTF-8", "zh-Hant"),
        ("zh-hant", "zh-Hant"),
        ("zh_CN", "zh"),
        ("zh_TW.UTF-8", "zh-Hant"),
        ("zh_HK", "zh-Hant"),
        ("ja_JP.UTF-8", "ja"),
        ("ja_JP@calendar", "ja"),
        ("en_US.UTF-8", "en"),
        ("ja_../x", "ja"),
        ("ja_", "ja"),
        ("ja_" + "x" * 300, "ja"),
        ("x" * 300 + "_JP", "x" * 300),
    ],
)
def test_reader_gets_the_closest_language_that_there_is(value: str, code: str) -> None:
    """Country and script count where there are texts for just them."""
    assert code == _docstrings.preferred_language({"LANG": value})


@pytest.mark.parametrize(
    ("code", "folder"), [("fr", "fr"), ("pt-BR", "pt_BR"), ("zh-Hant", "zh_Hant"), ("ko", "ko")]
)
def test_catalog_of_a_language_stands_where_gettext_looks(
    tmp_path: Path, code: str, folder: str
) -> None:
    """Specs are named as BCP 47 has it, folders as gettext does; the catalog knows its language."""
    assert catalog_path(tmp_path, code).parts[-3] == folder
    assert f'"Language: {folder}\\n"'.encode() in po_bytes(read_catalog(tmp_path, code))


@pytest.mark.parametrize(
    ("code", "spelled"),
    [
        ("pt_BR", "pt-BR"),
        ("pt-br", "pt-BR"),
        ("FR", "fr"),
        ("zh-hant", "Hant"),
        ("zh-TW", "zh-Hant-TW"),
    ],
)
def test_other_spelling_of_a_language_is_refused(tmp_path: Path, code: str, spelled: str) -> None:
    """Two spellings would be two languages, and file names know upper and lower case."""
    with pytest.raises(PipelineError, match=spelled):
        read_catalog(tmp_path, code)


@pytest.mark.parametrize("code", ["xx", "english", "pt-XX", ""])
def test_what_is_no_language_is_refused(tmp_path: Path, code: str) -> None:
    """With the name of the file that it was read from."""
    with pytest.raises(PipelineError, match=rf"openapi\.{code}\.json"):
        read_catalog(tmp_path, code)
