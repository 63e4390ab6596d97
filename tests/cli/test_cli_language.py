"""All that the command shows is in the reader's language, and fits the terminal."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from unicodedata import east_asian_width

import pytest
from serverless_training import set_language
from serverless_training_cli._messages import translated, with_translated_output

WIDTHS = (40, 60, 80, 120)
HELP = ("--help", "mock --help", "demo --help", "contract --help")
WRONG = (
    *("mock --prot 1", "mock --port 70000", "mock --port=-1", "mock --port many", "mock --port"),
    *("mock --seed 1.5", "mock --checkpoints -1", "mock --db /", "mock word", "demo two words"),
    *("contract", "contract --base-url x --only y", "contract --base-url x --rate y"),
    *("--nope", "-x", "--version=3", "mokc", "word", "--"),
)

# Runs the command in many ways, in one process for each language, since each start takes time.
DRIVER = """
import io, json, os, sys
from contextlib import redirect_stderr, redirect_stdout
from typer import rich_utils
typers = {name: getattr(rich_utils, name) for name in ("rich_format_help", "rich_format_error")}
from serverless_training_cli._app import app
how, runs = json.load(sys.stdin)
if how == "as Typer draws it":
    vars(rich_utils).update(typers)
shown = []
for columns, words in runs:
    os.environ["COLUMNS"] = str(columns)
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            app(words.split(), prog_name="serverless-training")
        except SystemExit as end:
            code = end.code
    shown.append((code, out.getvalue(), err.getvalue()))
json.dump(shown, sys.stdout)
"""

Run = tuple[int, str]
Shown = dict[Run, tuple[int, str, str]]


def drive(runs: list[Run], language: str, how: str = "", **variables: str) -> Shown:
    """Run the command with each line of words, on a terminal of so many columns."""
    process = subprocess.run(
        [sys.executable, "-c", DRIVER],
        input=json.dumps([how, runs]),
        env=os.environ | {"SERVERLESS_TRAINING_LANG": language} | variables,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return dict(zip(runs, map(tuple, json.loads(process.stdout)), strict=True))


@pytest.fixture(scope="module", params=["en", "ja"])
def shown(request: pytest.FixtureRequest) -> Shown:
    """What the command shows at each width, in one language."""
    runs = [(width, words) for width in WIDTHS for words in (*HELP, *WRONG, "demo")]
    return drive(runs, request.param)


@pytest.fixture(scope="module")
def japanese() -> Shown:
    """What it shows in Japanese."""
    return drive([(80, words) for words in (*HELP, *WRONG)], "ja")


def columns(text: str) -> int:
    """Count columns without the library that drew the lines (UAX #11)."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def squeezed(text: str) -> str:
    """Leave away what lays a text out: spaces and boxes."""
    return re.sub(r"[\s─│╭╮╰╯]", "", text)


def test_every_line_of_a_box_is_as_wide_as_the_terminal(shown: Shown) -> None:
    """Full-width characters take two columns; so the right edge is straight."""
    boxes = 0
    for (width, words), (_, out, err) in shown.items():
        lines = [line for line in (out + err).splitlines() if line[:1] in tuple("╭│╰")]
        boxes += bool(lines)
        assert {columns(line) for line in lines} <= {width}, (width, words)

    assert boxes == len(WIDTHS) * (len(HELP) + len(WRONG))


def test_no_line_is_wider_than_the_terminal_but_those_to_paste(shown: Shown) -> None:
    """Shell and Python lines of the demo stay whole, since a break would be pasted too."""
    for (width, words), (_, out, err) in shown.items():
        prose = (out + err).partition("python -m pip")[0]
        assert [line for line in prose.splitlines() if columns(line) > width] == [], (width, words)


def test_nothing_is_cut_off_however_narrow_the_terminal_is(shown: Shown) -> None:
    """The same words, in the same order, at each width; and each option in one piece."""
    for words in (*HELP, *WRONG):
        texts = ["".join(shown[width, words][1:]) for width in WIDTHS]

        assert len(set(map(squeezed, texts))) == 1, words
        for option in set(re.findall(r"--[\w-]+|SERVERLESS_[A-Z_]+", texts[-1])):
            counts = {len(re.findall(rf"{option}(?![\w-])", text)) for text in texts}
            assert len(counts) == 1, (words, option)


def test_the_demos_table_is_whole_or_becomes_lines(shown: Shown) -> None:
    """Where it is wider than the terminal, each checkpoint is a line that may break at spaces."""
    (names,) = re.findall(r"^step .*", shown[120, "demo"][1], re.MULTILINE)
    ids = re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", shown[120, "demo"][1])

    assert len(ids) == 5
    for width in WIDTHS:
        out = shown[width, "demo"][1]
        assert "…" not in out
        assert all(word in out for word in (*names.split(), *ids)), width


def test_wrong_use_ends_with_2_and_says_where_help_is(shown: Shown) -> None:
    """One sentence in a box on standard error, a hint before it; nothing on standard output."""
    for words in WRONG:
        code, out, err = shown[80, words]

        assert (code, out) == (2, ""), words
        command = words.partition(" ")[0]
        where = f" {command}" if command in ("contract", "demo", "mock") else ""
        assert re.findall(r"'(serverless-training.*? --help)'", err) == [
            f"serverless-training{where} --help"
        ], words
        assert len(re.findall(r"^╭", err, re.MULTILINE)) == 1, words


def test_japanese_holds_no_english_sentence(japanese: Shown) -> None:
    """Names, options and types stay; sentences, headings and facts do not."""
    for words, (_, out, err) in japanese.items():
        text = out + err

        assert re.findall(r"\b[A-Za-z]+ [a-z]+ [a-z]+\b", text) == [], words
        assert re.findall(r"Usage|Options|Commands|Error|default|Try|Show|valid", text) == [], words
        assert re.search(r"[ぁ-ん]", text), words


def test_english_errors_are_those_of_the_library() -> None:
    """To the letter; those that Typer shows without a hint get one."""
    runs = [(120, words) for words in WRONG]
    ours = drive(runs, "en")
    typers = drive(runs, "en", "as Typer draws it")

    for run in runs:
        lines = [line.rstrip() for line in typers[run][2].splitlines()]
        assert lines[-3:] == [line.rstrip() for line in ours[run][2].splitlines()][-3:], run
    assert len(typers) == len(WRONG)


@pytest.mark.parametrize(
    ("variables", "heading"),
    [
        ({"SERVERLESS_TRAINING_LANG": "ja", "LANG": "en_US.UTF-8"}, "オプション"),
        ({"SERVERLESS_TRAINING_LANG": "en", "LC_ALL": "ja_JP.UTF-8"}, "Options"),
        ({"SERVERLESS_TRAINING_LANG": "", "LANG": "ja_JP.UTF-8", "LANGUAGE": "fr"}, "オプション"),
        ({"SERVERLESS_TRAINING_LANG": "xx", "LANG": "ja_JP.UTF-8"}, "Options"),
    ],
)
def test_language_is_chosen_as_everywhere_else(variables: dict[str, str], heading: str) -> None:
    """Our variable before the locale; English where the language is unknown."""
    variables = {"language": "", **variables}
    shown = drive([(80, "--help"), (80, "mokc")], variables.pop("language"), **variables)

    assert f"╭─ {heading} ─" in shown[80, "--help"][1]
    assert ("Did you mean" in shown[80, "mokc"][2]) == (heading == "Options")


def completions(words: str, columns: int) -> list[list[str]]:
    """List what fish is offered for a word: each completion and what it is for."""
    shown = subprocess.run(
        [sys.executable, "-c", "from serverless_training_cli import main; main()"],
        env=os.environ
        | {
            "COLUMNS": str(columns),
            "SERVERLESS_TRAINING_LANG": "ja",
            "_SERVERLESS_TRAINING_COMPLETE": "complete_fish",
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "_TYPER_COMPLETE_ARGS": words,
        },
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    return [line.split("\t") for line in shown.splitlines()]


def test_shells_get_japanese_explanations_too() -> None:
    """Where completion shows what an option does, that of Typer's own options included."""
    found = completions("serverless-training mock --he", 80)

    assert found == [["--help", "このヘルプを表示して終了します。"]]


def test_explanations_for_shells_are_one_line_each() -> None:
    """However narrow the terminal: a shell takes a line for a completion."""
    found = completions("serverless-training mock --", 40)

    assert len(found) > 7
    assert all(name.startswith("--") and text.endswith("。") for name, text in found)


def test_installing_completion_reports_in_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    """The library prints and ends the program; the sentences are ours."""

    def install(shell: str) -> None:
        print(f"{shell} completion installed in {Path('/home/x/.bashrc')}")
        print("Completion will take effect once you restart the terminal")
        raise SystemExit(0)

    set_language("ja")
    with pytest.raises(SystemExit):
        with_translated_output(install)("bash")

    assert capsys.readouterr().out == (
        "bash のコマンド補完を /home/x/.bashrc にインストールしました。\n"
        "ターミナルを再起動すると有効になります。\n"
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("file '/x' is a directory.", "'/x' はディレクトリです。ファイルを指定してください。"),
        (
            "Invalid value for '--port' (env var: 'PORT'): 70000 is not in the range x<=65535.",
            "'--port'（環境変数: 'PORT'）の値が正しくありません: 70000 は範囲外です（x<=65535）。",
        ),
        (
            "No such command 'mokc'. Did you mean 'mock'? Did you mean 'mock'?",
            "コマンド 'mokc' はありません。'mock' ではありませんか？'mock' ではありませんか？",
        ),
    ],
)
def test_sentences_of_other_versions_are_known(said: str, expected: str) -> None:
    """With other capitals, with more in them, or with the same twice."""
    set_language("ja")

    assert expected == translated(said)


def test_what_the_user_typed_is_never_translated() -> None:
    """Even where it is a sentence of a library, has braces, or spans lines."""
    set_language("ja")

    assert translated("No such command 'required'.") == "コマンド 'required' はありません。"
    assert (
        translated("No such option: --{0}\n{value}") == "オプション --{0}\n{value} はありません。"
    )
    assert translated("Got unexpected extra argument(s) ()") == "余分な引数があります: "
    assert translated("A sentence that nobody knows.") == "A sentence that nobody knows."
