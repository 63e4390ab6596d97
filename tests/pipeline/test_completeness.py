"""What a reader would meet in English, or in the wrong words, is listed with its place."""

import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PipelineError
from pipeline.parity.document import operations
from pipeline.parity.reader import dump
from pipeline.translate.catalogs import catalog_path, read_catalog
from pipeline.translate.completeness import Completeness, as_text, completeness
from pipeline.translate.glossary import Term, departures, glossary_path
from pipeline.translate.language import Finding
from pipeline.translate.marks import changed_marks, marks
from pipeline.translate.parameters import undescribed
from pipeline.translate.po import english, read_po, translation
from pipeline.translate.sentences import _is_code, pieces
from pipeline.translate.unmarked import unmarked
from tests.copying import copy_project, run_step

ROOT = Path(__file__).parents[2]
CATALOG = catalog_path(ROOT, "ja").relative_to(ROOT).as_posix()
GLOSSARY = glossary_path(ROOT, "ja").relative_to(ROOT).as_posix()
DOCSTRINGS = "generated/serverless_training_client/docstrings.ja.json"

# Entries to spoil, by their English; each stays as it is in a larger spec.
FUZZY = "Name of the argument."
EMPTY = "Name of the metric."
UNFORMATTED = "the body is larger than {limit:,} bytes"
UNNAMED = "If it should be, raise `max_body_bytes`."
OTHER_OPTION = "How many models to create; 1 if only --checkpoints is given."
WRONG_TERM = "Wait for new checkpoints of a model."
ENGLISH = "Threads may share it."
TWICE = "Fetch all items."
SPOILED = [FUZZY, EMPTY, UNFORMATTED, UNNAMED, OTHER_OPTION, WRONG_TERM, ENGLISH, TWICE]
REMOVED = 5  # entries, any ones


def entry(text: str) -> re.Pattern[str]:
    """Match an entry of one line by its English: comments, English, translation."""
    return re.compile(rf'((?:#.*\n)*)msgid "{re.escape(text)}"\nmsgstr "(.*)"\n')


def spoil_catalog(path: Path, removed: list[str]) -> None:
    """Do to a catalog what translators, editors and merges do to one."""
    text = path.read_text(encoding="utf-8")

    def change(english: str, old: str, new: str) -> None:
        nonlocal text
        found = entry(english).search(text)
        assert found
        assert old in found[0]
        text = text.replace(found[0], found[0].replace(old, new))

    change(FUZZY, "msgid", "#, fuzzy\nmsgid")
    change(EMPTY, "メトリクスの名前。", "")
    change(UNFORMATTED, "が {limit:,}", "が {limit}")
    change(UNNAMED, "`max_body_bytes` を", "最大値を")
    change(OTHER_OPTION, "。--checkpoints", "。--checkpoint")
    change(WRONG_TERM, "チェックポイント", "保存点")
    change(ENGLISH, "複数のスレッドで共有できます。", ENGLISH)
    for each in removed:
        text, count = entry(each).subn("", text)
        assert count == 1
    text += (
        f'\nmsgid "{TWICE}"\nmsgstr "モデルのチェックポイント。"\n'
        '\nmsgid "Nobody says this."\nmsgstr "だれも言いません。"\n'
        '\nmsgid "Sort order"\nmsgstr "並べ替え順"\n'
        '\n#~ msgid "It was said once."\n#~ msgstr "かつて言いました。"\n'
    )
    path.write_text(text, encoding="utf-8")


SPOILED_SOURCE = '''

def show(path: str, way: str = "") -> None:
    """Show a file.

    Args:
        path: Name of the argument.
    """
    problem = f"the file {path} is not there"
    if way:
        raise MockError("nobody knows this way")
    raise MockError(problem)


__all__ = ["show"]
'''


@pytest.fixture(scope="module")
def removed() -> list[str]:
    """Choose the entries that one translator loses: any ones, and the same in each run."""
    lines = catalog_path(ROOT, "ja").read_text(encoding="utf-8")
    catalog = read_catalog(ROOT, "ja")
    there = [english(each) for each in catalog if each.id and entry(english(each)).search(lines)]
    whole = [each for each in there if each not in SPOILED and not each.endswith(":")]
    return random.Random(5).sample(whole, REMOVED)  # noqa: S311  the same ones in each run


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory, removed: list[str]) -> Path:
    """Make a copy of the project in which much is wrong."""
    root = copy_project(tmp_path_factory.mktemp("spoiled"))
    spoil_catalog(root / CATALOG, removed)
    with (root / "testkit/serverless_training_testing/__init__.py").open(
        "a", encoding="utf-8"
    ) as f:
        f.write(SPOILED_SOURCE)
    path = root / GLOSSARY
    text = path.read_text(encoding="utf-8")
    text = text.replace('msgstr "カーソル"', 'msgstr "ポインター"').replace(
        'msgstr "配列"', 'msgstr ""'
    )
    path.write_text(text, encoding="utf-8")
    path = root / DOCSTRINGS
    text = path.read_text(encoding="utf-8").replace("項目の配列", "Array of items")
    path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def said(spoiled: Path) -> str:
    """Give what the command says of it, as a process; it ends with 1."""
    run = run_step(spoiled, "completeness")
    assert (run.returncode, run.stderr) == (1, "")
    return run.stdout


def line_of(path: Path, text: str, *, last: bool = False) -> int:
    """Find the line that begins an entry."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [n for n, line in enumerate(lines, start=1) if line.endswith(f'msgid "{text}"')]
    return found[-1 if last else 0]


def test_project_lists_nothing() -> None:
    """One line says what was looked at; words of the spec that we would not choose are counted."""
    run = run_step(ROOT, "completeness")
    *before, last = run.stdout.splitlines()

    assert (run.returncode, run.stderr) == (0, "")
    assert re.search(r"nothing is lacking\. ja: [1-9]\d+ docstrings, [1-9]\d+ descr", last)
    assert [line for line in before if not re.fullmatch(r"\d+ notes? on the .*", line)] == []


def test_notes_are_listed_if_asked_for() -> None:
    """They do not fail, and one line counts them otherwise."""
    finding = Finding("openapi.ja.json#/info", "other words", fails=False)
    found = Completeness({"ja": [finding]}, {"ja": {"terms": 1}})
    done = "completeness: nothing is lacking. ja: 1 terms."

    assert [*as_text(found, everything=True)] == [
        "ja",
        "  openapi.ja.json#/info: (note) other words",
        done,
    ]
    assert [*as_text(found)] == ["1 note on the words of the specs (--all lists them)", done]


def test_findings_stand_below_their_language_and_are_counted(said: str) -> None:
    """English that no translator can mend comes first; the last line sums up."""
    lines = said.splitlines()
    failing = [line for line in lines if line.startswith("  ") and "(note)" not in line]

    assert [line for line in lines if not line.startswith(" ")][:2] == ["source", "ja"]
    assert lines[-1].startswith(f"completeness: {len(failing)} findings (source 3, ja ")


@pytest.mark.parametrize("number", range(REMOVED))
def test_any_entry_that_is_removed_is_missed(said: str, removed: list[str], number: int) -> None:
    """In the catalog, with the module that needs it."""
    assert f"  {CATALOG}: no entry for {removed[number][:50]}" in said


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (FUZZY, "fuzzy, the English has changed or is near another one's"),
        (EMPTY, "not translated"),
        (UNFORMATTED, "the translation has lost {limit:,}"),
        (UNFORMATTED, "the translation has added {limit}"),
        (UNNAMED, "the translation has lost `max_body_bytes`"),
        (OTHER_OPTION, "the translation has lost --checkpoints"),
        (OTHER_OPTION, "the translation has added --checkpoint"),
        (WRONG_TERM, "'checkpoint' is チェックポイント"),
        (ENGLISH, "the translation is the English"),
        ("Nobody says this.", "no longer in the source, run `nox -s translate`"),
        ("Sort order", "translated twice, openapi.ja.json says it too"),
    ],
)
def test_entry_is_listed_with_its_line(said: str, spoiled: Path, text: str, problem: str) -> None:
    """The line of its English, where an editor jumps to."""
    line = line_of(spoiled / CATALOG, text)

    assert f"  {CATALOG}:{line}: {problem}: {text[:60]}" in said


def test_second_entry_and_obsolete_one_are_listed_with_their_lines(
    said: str, spoiled: Path
) -> None:
    """Of a second entry, the line of the second."""
    second = line_of(spoiled / CATALOG, TWICE, last=True)
    old = line_of(spoiled / CATALOG, "It was said once.")

    assert f"  {CATALOG}:{second}: a second entry for {TWICE}" in said
    assert f"  {CATALOG}:{old}: obsolete: It was said once." in said


@pytest.mark.parametrize(
    "place",
    [
        "serverless_training._errors:InvalidArgumentError (argument): no translation",
        "serverless_training._errors:MetricNotFoundError (metric): no translation",
        "serverless_training_testing:show: no translation: Show a file.",
        "serverless_training_testing:show (path): no translation",
        "serverless_training_testing:show (way): no docstring says what this parameter is",
    ],
)
def test_docstring_is_listed_with_name_and_argument(said: str, place: str) -> None:
    """By the name that `help` takes; fuzzy entries do not count."""
    assert f"  {place}" in said


def test_docstring_that_help_still_shows_in_english_is_listed(said: str) -> None:
    """The files that are made of the catalogs are looked at, attributes of models included."""
    name = "serverless_training_client.models.checkpoint_page:CheckpointPage.data"

    assert (
        f"  {name}: in English in docstrings.ja.json, run `nox -s regenerate`: Array of items"
    ) in said


def test_sentences_past_the_catalogs_are_listed_with_file_and_line(said: str) -> None:
    """Also where they are bound to a name first."""
    place = "testkit/serverless_training_testing/__init__.py"

    assert re.search(rf"  {place}:\d+: no translator sees f'the file {{path}} is not there'", said)
    assert re.search(rf"  {place}:\d+: no translator sees 'nobody knows this way'", said)


def test_glossary_follows_the_specs(said: str, spoiled: Path) -> None:
    """A term that the documentation uses is translated as there, or it is listed."""
    wrong, empty = (line_of(spoiled / GLOSSARY, term) for term in ("cursor", "array"))

    assert f"  {GLOSSARY}:{wrong}: the spec does not say ポインター but" in said
    assert f"  {GLOSSARY}:{empty}: not translated: 'array'" in said


@pytest.mark.parametrize("suffix", [".po", ".mo"])
def test_files_that_translate_would_write_otherwise_are_listed(said: str, suffix: str) -> None:
    """What a hand edit or a forgotten step leaves behind."""
    assert f"  {CATALOG.removesuffix('.po')}{suffix}: not up to date" in said


def test_what_a_spec_lacks_fails_and_its_choice_of_words_does_not(tmp_path: Path) -> None:
    """A lost code span, a sentence in English and none are listed; another word is a note."""
    root = copy_project(tmp_path)
    spec_file = root / "openapi.ja.json"
    document = json.loads(spec_file.read_text(encoding="utf-8"))
    for _, _, operation in operations(document):
        kept = [each for each in operation.get("parameters", []) if each.get("name") != "order"]
        operation["parameters"] = kept
    spec_file.write_text(dump(document), encoding="utf-8")
    for name, old, new in (
        ("openapi.json", "Number of items to return", "Number of `data` to return"),
        ("openapi.ja.json", "利用可能な項目が", "利用可能なアイテムが"),
        ("openapi.ja.json", '"項目の配列"', '"Array of items"'),
    ):
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new), encoding="utf-8")
    found = completeness(root).findings["ja"]
    spec = [each for each in found if each.place.startswith("openapi.ja.json#/")]
    lost = {each.problem for each in spec if each.fails}
    notes = [each.problem for each in spec if not each.fails]
    in_english = {each.place for each in found if "ja.json leaves it in English" in each.problem}
    lacking = {each.problem for each in found if each.problem.startswith("openapi.ja.json lacks")}

    assert lacking == {"openapi.ja.json lacks it: Sort order"}
    assert lost == {"the translation has lost `data`: Number of `data` to return"}
    data = "serverless_training_client.models.checkpoint_page:CheckpointPage.data"
    assert data in in_english
    assert "'item' is 項目, never アイテム: Whether there are more items available" in notes


def needs_glossary(root: Path) -> Path:
    """Take the glossary away."""
    path = root / GLOSSARY
    path.unlink()
    return path


def needs_catalog(root: Path) -> Path:
    """Take the catalog away."""
    path = root / CATALOG
    path.unlink()
    return path


def needs_terms(root: Path) -> Path:
    """Take the list of terms away."""
    path = root / Path(GLOSSARY).parent / "terms.pot"
    path.unlink()
    return path


def needs_spec(root: Path) -> Path:
    """Take the only translated spec away."""
    (root / "openapi.ja.json").unlink()
    return root


def needs_english(root: Path) -> Path:
    """Take the English spec away."""
    path = root / "openapi.json"
    path.unlink()
    return path


@pytest.mark.parametrize(
    "take", [needs_glossary, needs_catalog, needs_terms, needs_spec, needs_english]
)
def test_missing_file_is_one_sentence_and_a_hint(
    tmp_path: Path, take: Callable[[Path], Path]
) -> None:
    """`python -m pipeline` ends with 2 then."""
    root = copy_project(tmp_path)
    missing = take(root)

    with pytest.raises(PipelineError, match=re.escape(missing.name)) as caught:
        completeness(root)
    assert "\n" not in str(caught.value)


def test_catalog_without_a_spec_is_refused(tmp_path: Path) -> None:
    """Its language would be looked at no more, and nobody would notice."""
    root = copy_project(tmp_path)
    folder = root / "wrapper/serverless_training/locale"
    shutil.copytree(folder / "ja", folder / "fr")

    with pytest.raises(PipelineError, match=r"fr/LC_MESSAGES/.*has no openapi\.<language>\.json"):
        completeness(root)


HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'msgid "a"\nmsgstr "b\n', 5),
        (b'msgid "a"\nmsgstr "b" c\n', 5),
        (b'msgid "a"\n<<<<<<< HEAD\nmsgstr "b"\n', 5),
        (b'msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', 4),
        (b'msgid "a"\nmsgtr "b"\n', 5),
        (b'msgid "a"\nmsgstr "b\\"\n', 5),
        (b'msgid "a"\nmsgstr "\xff"\n', 5),
    ],
    ids=["open", "behind", "conflict", "no-translation", "keyword", "escape", "latin"],
)
def test_damaged_catalog_is_told_with_its_line(tmp_path: Path, content: bytes, line: int) -> None:
    """One sentence, with a hint; no entry is lost in silence."""
    path = tmp_path / "x.po"
    path.write_bytes(HEAD.encode() + content)

    with pytest.raises(PipelineError, match=rf"x\.po:{line}: ") as caught:
        read_po(path, "ja")
    assert "\n" not in str(caught.value)


def test_damaged_catalog_ends_the_command_with_2(tmp_path: Path) -> None:
    """On stderr, and nothing on stdout."""
    root = copy_project(tmp_path)
    with (root / CATALOG).open("a", encoding="utf-8") as file:
        file.write("msgid no quotes\n")
    run = run_step(root, "completeness")

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.count("\n") == 1
    assert "damaged" in run.stderr


UNSEEN = {
    "raise Error('it went wrong')": "no translator sees 'it went wrong'",
    "raise Error(f'{x} went wrong')": "no translator sees f'{x} went wrong'",
    "error = SomeError(message='it went wrong')": "no translator sees 'it went wrong'",
    "typer.echo('it went wrong', err=True)": "no translator sees 'it went wrong'",
    "typer.echo('Done.')": "no translator sees 'Done.'",
    "console.print('it ' + 'went wrong')": "no translator sees 'went wrong'",
    "say = console.print\nsay('it went wrong')": "no translator sees 'it went wrong'",
    "typer.Option(help='where it is')": "no translator sees 'where it is'",
    "app.command('x', help='do it all')(f)": "no translator sees 'do it all'",
    "app.command('x')(f)": "a command without `help` shows its docstring, in English",
    "Table(title='all of them')": "no translator sees 'all of them'",
    "t = 'how it {went}'\nraise Error(t.format(went=1))": "no translator sees 'how it {went}'",
    "def f():\n    return 'it went wrong'\nraise Error(f())": "no translator sees 'it went wrong'",
    "raise Error(_('a') if x else 'it went wrong')": "no translator sees 'it went wrong'",
    "raise httpx.ReadError('cut off by us')": "no translator sees 'cut off by us'",
    "warnings.warn('it went wrong')": "no translator sees 'it went wrong'",
    "error.add_note('it went wrong')": "no translator sees 'it went wrong'",
    "super().__init__('it went wrong')": "no translator sees 'it went wrong'",
    "table.add_column('all of them')": "no translator sees 'all of them'",
    "raise Error('it went\\nall wrong')": "no translator sees 'it went\\nall wrong'",
    "gettext('a b')": "extraction looks for `_`, not for gettext('a b')",
    "_(f'it went {x}')": "extraction cannot see what _(f'it went {x}') says",
    "_(text)": "extraction cannot see what _(text) says",
    "mark(text)": "extraction cannot see what mark(text) says",
    "T = {1: 'a b'}\n_(T[1])": "extraction cannot see what _(T[1]) says",
    "T = {1: 'a b', 2: mark('c')}\n_(T[2])": "extraction cannot see what _(T[2]) says",
}
SEEN = [
    "raise Error(_('it went wrong'))",
    "raise Error(_('it {went}').format(went=x))",
    "raise AttributeError(f'module {x} has no attribute')",
    "raise Error(str(error))",
    "console.print('import sys\\nprint({code})')",
    "logger.warning('it went wrong')",
    "typer.echo(f'serverless-training {version}')",
    "console.print('export WANDB_API_KEY=... # see there')",
    "T = {1: mark('a b')}\n_(T[1])",
    "T = mark('a b')\n_(T)",
    "app.command('x', help=_('do it'))(f)",
    "'a docstring that says much'",
]


@pytest.mark.parametrize("code", UNSEEN)
def test_sentence_that_no_translator_sees_is_found(tmp_path: Path, code: str) -> None:
    """Wherever it is shown from."""
    path = tmp_path / "m.py"
    path.write_text(code, encoding="utf-8")

    assert UNSEEN[code] in [problem for _, problem in unmarked(path)]


@pytest.mark.parametrize("code", SEEN)
def test_what_is_translated_or_stays_english_is_no_finding(tmp_path: Path, code: str) -> None:
    """Log lines, code to paste and a programmer's own mistakes stay in English."""
    path = tmp_path / "m.py"
    path.write_text(code, encoding="utf-8")

    assert list(unmarked(path)) == []


@pytest.mark.parametrize(
    ("code", "docstring", "missing"),
    [
        ("def f(a, *, b): ...", "F.\n\nArgs:\n    a: A.", ["b"]),
        ("def f(*args, **more): ...", "F.\n\nArgs:\n    *args: A.\n    **more: M.", []),
        ("def f(a): ...", "F.\n\nArgs:\n    a:", ["a"]),
        ("class f:\n    def __init__(self, a): ...", "F.", ["a"]),
        ("@frozen\nclass f:\n    a: int\n    _b: int", "F.\n\nAttributes:\n    c: A.", ["a"]),
        ("class f(Exception):\n    def __init__(self, m, *, a): ...", "F.", ["m", "a"]),
        ("class _B:\n    def __init__(self, a): ...\nclass f(_B): ...", "F.", ["a"]),
        ("async def f(a: int = 1): ...", "F.", ["a"]),
    ],
)
def test_parameter_that_no_entry_describes_is_found(
    tmp_path: Path, code: str, docstring: str, missing: list[str]
) -> None:
    """Of functions, of classes by whatever makes them; an entry without words says nothing."""
    (tmp_path / "m.py").write_text(code, encoding="utf-8")
    found = [parameter for _, parameter in undescribed(tmp_path, {"m:f": docstring})]

    assert found == missing


def test_parameters_of_a_class_may_be_described_where_it_is_made(tmp_path: Path) -> None:
    """In the docstring of `__init__`, which must then describe all of them."""
    source = "class A:\n    def __init__(self, x, y):\n        'Make it.'"
    (tmp_path / "m.py").write_text(source, encoding="utf-8")
    docstrings = {"m:A": "A thing.", "m:A.__init__": "Make it.\n\nArgs:\n    x: Width."}

    assert list(undescribed(tmp_path, docstrings)) == [("m:A.__init__", "y")]


def test_what_an_error_keeps_is_described_and_its_message_need_not_be(tmp_path: Path) -> None:
    """Errors are raised by us; callers read them."""
    code = "class LostError(Exception):\n    def __init__(self, message, *, place, **more): ..."
    (tmp_path / "m.py").write_text(code, encoding="utf-8")

    assert list(undescribed(tmp_path, {"m:LostError": "Lost."})) == [("m:LostError", "place")]


def term(english: str, *accepted: str, refused: tuple[str, ...] = ()) -> Term:
    """Make a term of a glossary."""
    return Term(english, accepted, refused, "", 1)


PAGE = term("page", "ページ", refused=("頁", "ページャー"))


@pytest.mark.parametrize(
    ("english", "other", "problems"),
    [
        ("The pages of it.", "その一覧。", ["'page' is ページ"]),
        ("Pages of it.", "その一覧。", ["'page' is ページ"]),
        ("Pages of it.", "そのページ。", []),
        ("Its page.", "そのページの頁。", ["'page' is ページ, never 頁"]),
        ("The `page` of it.", "その一覧。", []),
        ("The page of it.", "その `ページ`。", ["'page' is ページ"]),
        ("Use --page for {page}.", "{page} には --page。", []),
        ("A Page of page_size and home.page.", "その一覧。", []),
        ("Homepage.", "ホーム。", []),
        ("See: Page one.", "最初。", ["'page' is ページ"]),
        ("Its page.", "そのページャー。", ["'page' is ページ, never ページャー"]),
    ],
)
def test_terms_are_those_of_the_glossary(english: str, other: str, problems: list[str]) -> None:
    """Plurals and capitals at the beginning count; code, options and names of classes do not."""
    assert list(departures(english, other, [PAGE])) == problems


def test_longer_terms_come_first() -> None:
    """What stands in a longer term is no term of its own."""
    terms = [term("sort order", "並べ替え順"), term("order", "注文")]

    assert list(departures("The sort order.", "並べ替え順。", terms)) == []
    assert list(departures("The order.", "並べ替え順。", terms)) == ["'order' is 注文"]


def test_translator_can_exempt_an_entry_and_not_needlessly() -> None:
    """Where natural prose needs no word for a term."""
    assert list(departures("A page.", "一覧。", [PAGE], ["page"])) == []
    assert list(departures("A page.", "ページ。", [PAGE], ["page"])) == [
        "the comment `glossary: page` is not needed"
    ]


@pytest.mark.parametrize(
    ("english", "other", "problems"),
    [
        ("only --port is given", "--portだけ", []),
        ("only --port is given", "只有--port時", []),
        ("%s is lost", "%sがない", []),
        ("{name} is lost", "{name} がない{", ["a brace without its other one"]),
        ("a } b", "あ } い", []),
    ],
)
def test_marks_are_kept_beside_letters_without_a_space(
    english: str, other: str, problems: list[str]
) -> None:
    """As Chinese is written, and much Japanese; and `str.format` takes what it took."""
    assert changed_marks(english, other) == problems


@pytest.mark.parametrize("text", ["", " ", "\u3000"])
def test_white_space_is_no_translation(text: str) -> None:
    """Readers would see nothing."""
    assert translation(Message("All of it.", text)) == ""


def test_spec_that_says_what_we_say_takes_no_sentence_away(tmp_path: Path) -> None:
    """FastAPI makes descriptions of docstrings, whose headings and paragraphs are ours too."""
    docstring = "Do it.\n\nArgs:\n    a: A thing."
    for package, code in (
        ("wrapper/serverless_training", f'__all__ = ["f"]\n\ndef f(a):\n    {docstring!r}\n'),
        ("generated/serverless_training_client", ""),
    ):
        (tmp_path / package).mkdir(parents=True)
        (tmp_path / package / "__init__.py").write_text(code, encoding="utf-8")
    found = list(pieces(tmp_path, {"/x": docstring}, {docstring: "translated"}))

    assert [piece.text for piece in found] == ["Do it.", "Args:", "A thing."]
    assert not any(piece.of_spec for piece in found)


def test_words_that_parse_as_python_are_words() -> None:
    """Types are code, as after `Returns:`."""
    assert [_is_code(text) for text in ("items in order", "not available", "A or B")] == [False] * 3
    assert [_is_code(text) for text in ("A | None", "list[A]", "``a b``", "a.B")] == [True] * 4


MARKS = st.sampled_from(
    [
        *("{name}", "{value!r}", "{limit:,}", "{}", "%s", "%(name)d"),
        *("`max_items`", "``with_raw``", "--port", "--api-key", "https://a.example/b?c=d"),
    ]
)


@given(st.lists(st.tuples(st.sampled_from("項目とab c。"), MARKS), min_size=1, max_size=5))
def test_marks_are_kept_whatever_stands_around_them(parts: list[tuple[str, str]]) -> None:
    """Each is found as it stands, and missed when it is gone."""
    text = " ".join(f"{word} {mark} {word}" for word, mark in parts)
    _, first = parts[0]

    assert marks(text) == {mark for _, mark in parts}
    assert changed_marks(text, text) == []
    assert f"lost {first}" in changed_marks(text, text.replace(first, "x"))
