"""A spec that is dropped in makes a language, without any change of code."""

import codecs
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.files import replace_files
from pipeline.parity.document import operations, prose, with_prose
from pipeline.parity.languages import languages
from pipeline.translate.catalogs import catalog_path
from pipeline.translate.glossary import glossary_path
from pipeline.translate.marks import marks
from pipeline.translate.po import english, po_bytes, read_po
from pipeline.translate.translate import translate
from tests.copying import copy_project, run_python, run_step

pytestmark = pytest.mark.thorough

CODE = "eo"  # Esperanto, which the service will hardly publish
WORD = "mot"  # which stands in each sentence, and so may stand for any term


def made_up(text: str) -> str:
    """Translate: other words, the same marks."""
    kept = "|".join(map(re.escape, sorted(marks(text), key=len, reverse=True)))
    parts = re.split(f"({kept})", text) if kept else [text]
    return f"{WORD} " + "".join(
        codecs.encode(part, "rot13") if index % 2 == 0 else part for index, part in enumerate(parts)
    )


def make_spec(root: Path) -> None:
    """Put a spec beside the others: the same structure, and other words."""
    document = json.loads((root / "openapi.json").read_text(encoding="utf-8"))
    words = {place: made_up(sentence) for place, sentence in prose(document).items()}
    text = json.dumps(with_prose(document, words), ensure_ascii=False, indent=2)
    (root / f"openapi.{CODE}.json").write_text(text, encoding="utf-8")


def fill(path: Path) -> int:
    """Do what a translator does in a `.po` editor, and count what was empty."""
    catalog = read_po(path, CODE)
    empty = [message for message in catalog if message.id and not message.string]
    for message in empty:
        message.string = made_up(english(message)) if "locale" in path.parts else WORD
    path.write_bytes(po_bytes(catalog))
    return len(empty)


def write_catalogs(root: Path) -> None:
    """Do what `translate` does, without the stubs: they take a while, and `regenerate` has them."""
    replace_files(root, translate(root))


@dataclass(frozen=True)
class Project:
    """A copy of the project with a third language.

    Attributes:
        root: The copy.
        compared: What `compare` said of its spec.
        lacking: What `completeness` said before anything was translated.
        filled: How many sentences the translator filled in.
        complete: What `completeness` said in the end.
    """

    root: Path
    compared: str
    lacking: str
    filled: int
    complete: str


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Follow the steps that CONTRIBUTING gives for a new language, once."""
    root = copy_project(tmp_path_factory.mktemp("third"))
    make_spec(root)

    def step(*arguments: str, ends: int = 0) -> str:
        run = run_step(root, *arguments)
        assert (run.returncode, run.stderr) == (ends, "")
        return run.stdout

    compared = step("compare", "openapi.json", f"openapi.{CODE}.json")
    write_catalogs(root)
    lacking = step("completeness", ends=1)
    filled = fill(catalog_path(root, CODE)) + fill(glossary_path(root, CODE))
    write_catalogs(root)
    step("regenerate", "--incomplete")  # what another language lags behind in is not its matter
    return Project(root, compared, lacking, filled, step("completeness"))


def said(project: Project, code: str, language: str = CODE) -> str:
    """Run code in the copy in a language, and give what it printed, on one line."""
    run = run_python(project.root, "-c", code, SERVERLESS_TRAINING_LANG=language)
    assert (run.returncode, run.stderr) == (0, "")
    return " ".join(run.stdout.split())


def first_operation(project: Project) -> tuple[str, str]:
    """Give the summary of an operation that takes a cursor: English, and made up."""
    document = json.loads((project.root / "openapi.json").read_text(encoding="utf-8"))
    text = next(
        operation["summary"]
        for _, _, operation in operations(document)
        if operation["operationId"].startswith("list_model_checkpoints")
    )
    return text, made_up(text)


def test_parity_compares_it(project: Project) -> None:
    """As any other spec."""
    assert f"openapi.{CODE}.json" in project.compared


def test_everything_that_it_lacks_is_listed(project: Project) -> None:
    """Each sentence of its catalog, each term, and each docstring."""
    lines = project.lacking.splitlines()
    start = lines.index(CODE)
    own = lines[start:]
    catalog = catalog_path(project.root, CODE).relative_to(project.root).as_posix()
    glossary = glossary_path(project.root, CODE).relative_to(project.root).as_posix()
    entries = [line for line in own if re.match(rf"  ({catalog}|{glossary}):\d+: not trans", line)]

    assert len(entries) == project.filled > 300
    assert any("checkpoint_page:CheckpointPage.data" in line for line in own)
    assert all("(note)" in line for line in lines[:start] if line.startswith("  "))


def test_nothing_is_lacking_once_the_translator_is_done(project: Project) -> None:
    """Which took a `.po` editor and nothing else."""
    assert re.search(rf"nothing is lacking\..*{CODE}: \d+ docstrings", project.complete)


def test_help_speaks_it(project: Project) -> None:
    """Of the wrapper and of a generated operation; the other languages are as they were."""
    text, other = first_operation(project)
    code = (
        "from serverless_training import Client, Checkpoint\n"
        "from serverless_training_client.api.models import list_model_checkpoints as operation\n"
        "import inspect\n"
        "client = Client(api_key='k')\n"
        "help(client.checkpoints.list)\n"
        "print(inspect.getdoc(operation.sync))\n"
        "client.close()"
    )

    assert said(project, code).count(other) == 2
    assert text not in said(project, code)
    assert said(project, code, "en").count(text) == 2
    assert other not in said(project, code, "ja")


def test_editors_read_stubs_in_it(project: Project) -> None:
    """Beside those of the other languages; the sentences of the spec are its own."""
    text, other = first_operation(project)
    folder = project.root / "generated" / f"stubs-{CODE}"
    stub = folder / "serverless_training-stubs" / "_checkpoints.pyi"

    assert other in stub.read_text(encoding="utf-8")
    assert text not in stub.read_text(encoding="utf-8")
    assert f'name = "serverless-training-{CODE}"' in (folder / "pyproject.toml").read_text("utf-8")
    assert {path.name for path in folder.parent.glob("stubs-*")} == {
        f"stubs-{language}" for language in languages(project.root)
    }


# The command, as its script calls it.
CLI = "from serverless_training_cli import main\nmain()"
REFUSED = """\
from serverless_training import Client
try:
    Client(api_key='k', max_retries=-1)
except ValueError as error:
    print(error)
"""


def test_errors_and_the_command_line_speak_it(project: Project) -> None:
    """From the same catalog."""
    english_text = said(project, REFUSED, "en")
    help_text = said(project, "import sys; sys.argv[1:] = ['--help']\n" + CLI)

    assert english_text.startswith("max_retries is -1")
    assert said(project, REFUSED).startswith(f"{WORD} max_retries")
    assert codecs.encode("Show the version and exit.", "rot13") in help_text


@contextmanager
def changed_source(project: Project, name: str, change: Callable[[str], str]) -> Iterator[None]:
    """Change a module of the wrapper, and translate; afterwards all is as it was."""
    wrapper = project.root / "wrapper"
    before = {path: path.read_bytes() for path in wrapper.rglob("*.*") if path.is_file()}
    path = wrapper / "serverless_training" / name
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")
    try:
        write_catalogs(project.root)
        yield
    finally:
        for each, content in before.items():
            each.write_bytes(content)


def test_changed_english_makes_its_translation_fuzzy_and_nobody_sees_it(project: Project) -> None:
    """`translate` keeps the old words for the translator; readers get English until then."""
    path = catalog_path(project.root, CODE)
    text = "{argument} is {value!r}: give a whole number, {least} or more."

    def change(source: str) -> str:
        return source.replace("it must be a whole number,", "give a whole number,")

    with changed_source(project, "_arguments.py", change):
        message = read_po(path, CODE).get(text)
        listed = run_step(project.root, "completeness").stdout

        assert message
        assert message.fuzzy
        assert str(message.string).startswith(WORD)
        problem = "fuzzy, the English has changed or is near another one's"
        assert f":{message.lineno}: {problem}: {text[:50]}" in listed
        assert said(project, REFUSED) == "max_retries is -1: give a whole number, 0 or more."


def test_one_source_serves_each_sentence(project: Project) -> None:
    """What the program says in the words of the spec is translated by the spec, not by hand."""
    document = json.loads((project.root / "openapi.json").read_text(encoding="utf-8"))
    sentence = next(text for text in prose(document).values() if text.startswith("Number of"))

    with changed_source(project, "_best.py", lambda text: f"{text}\n\n_SAID = _({sentence!r})\n"):
        shown = said(project, "from serverless_training._best import _SAID; print(_SAID)")

        assert shown == made_up(sentence)
        assert read_po(catalog_path(project.root, CODE), CODE).get(sentence) is None


def test_language_of_a_country_is_found_by_the_name_that_systems_give_it(
    project: Project, tmp_path: Path
) -> None:
    """Texts of `pt-BR` are for `pt_BR.UTF-8`: messages and docstrings alike."""
    copy = Project(tmp_path / "copy", "", "", 0, "")
    shutil.copytree(project.root, copy.root)
    (copy.root / f"wrapper/serverless_training/locale/{CODE}").rename(
        copy.root / "wrapper/serverless_training/locale/pt_BR"
    )
    for path in copy.root.glob(f"*/*/docstrings.{CODE}.json"):
        path.rename(path.with_name("docstrings.pt-BR.json"))
    code = f"{REFUSED}print(Client.__doc__)"

    assert said(copy, code, "pt_BR.UTF-8") == said(project, code)
    assert said(copy, code, "pt_PT.UTF-8") == said(project, code, "en")
