"""Sentences of Typer and Click that our commands can show are known, and in every catalog.

A new version of them may say new sentences. This looks at the source of whatever is installed, so
it holds for the lowest versions and for the newest.
"""

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from serverless_training import set_language
from serverless_training_cli._messages import MESSAGES, translated

from pipeline.parity.languages import languages

ROOT = Path(__file__).parents[2]

# Modules that read a command line, in Click or in Typer; and how they begin a sentence.
READING = re.compile(
    r"(exceptions|parser|core|decorators|types|_types|models|completion|_completion_shared"
    r"|_coercion|_param_types)\.py"
)
SENTENCE = re.compile(r"[A-Z{(][^ ]* .*[a-z]", re.DOTALL)
FOR_PROGRAMMERS = {
    "AssertionError",
    "NotImplementedError",
    "RuntimeError",
    "TypeError",
    "ValueError",
}

# What our commands cannot show, as beginnings of sentences with `x` for what varies.
NOT_SHOWN = {
    "drawn by `_screens.py` in words of our own": (
        *("Usage:", "Options", "Commands", "Arguments", "Positional arguments", "Try ", "Error"),
        *("[default:", "[env var:", "[required]", "Aborted", "COMMAND [ARGS]"),
    ),
    "parts of sentences that are known as a whole": (
        *("Missing argument", "Missing option", "Missing x", "Option x requires x", "deprecated"),
        *("x. Did you mean", "(Possible options", "Did you mean x?", "x arguments."),
        *("x is not a valid x.", "x range"),
        *("x x is a directory", "x x is not readable"),
    ),
    "of kinds of options and arguments that we do not have": (
        *("Argument x takes", "Takes x", "x values are", "x does not match", "Choice(", "Choose"),
        *("x is not x.", "x is not a valid boolean", "x is not a valid UUID"),
        *("Value x is not", "Value must be an iterable", "Could not open file", "unknown error"),
        *("x x does not exist", "x x is a file", "x x is not writable", "x x is not executable"),
        *("file", "directory", "path", "env var", "(dynamic)", "Missing parameter"),
        *("(deprecated)", "(Deprecated)", "(DEPRECATED", "DeprecationWarning", "Invalid value: x"),
        *("Option x requires x arguments",),
    ),
    "of prompts, editors and progress bars, which we do not use": (
        *("Repeat for", "Do you want", "Confirm the", "Press any key", "Unknown color", "d"),
        *("x: Editing failed", "Windows error", "Unknown standard stream"),
    ),
    "of Click's own `--version`": ("%(prog)s", "Show the version and exit."),
    "for scripts that ask for completion": (
        *("Completion instruction", "Invalid completion", "Shell x not supported", "Couldn't"),
        *("Shell completion is not", "Install completion for the specified"),
        "Show completion for the specified",
    ),
    "for those who write commands": (
        *(
            "Name x defined",
            "Decorator that",
            "Found ",
            "It is not possible",
            "Boolean option",
            "Could not determine",
            "No options defined",
        ),
        *("Arguments take exactly", "Invalid start character", "The value was", "Used "),
        *("Callable[", "Context | ", "_TyperParameter | ", "In Typer"),
    ),
}


def library() -> list[Path]:
    """The folders that hold Typer and the Click that it uses."""
    # Not imported: some pairs of versions warn when they are.
    specs = {name: find_spec(name) for name in ("typer", "click")}
    folders = {name: Path(str(spec.origin)).parent for name, spec in specs.items() if spec}
    if (folders["typer"] / "_click").is_dir():
        return [folders["typer"]]
    return list(folders.values())


def looked_up(folder: Path) -> Iterator[str]:
    """List the sentences that a package looks up with gettext."""
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
    for _, _, message, _, _ in extract_from_dir(folder, [("**.py", "python")], keywords=keywords):
        yield from (message,) if isinstance(message, str) else message


def written_out(folder: Path) -> Iterator[str]:
    """List the sentences that stand in English in the code that reads a command line."""
    for path in sorted(folder.rglob("*.py")):
        if READING.fullmatch(path.name):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from filter(SENTENCE.match, _strings(tree))


def _strings(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Expr(ast.Constant()) | ast.Assert():
            return  # docstrings
        case ast.Raise(ast.Call(ast.Name(name))) if name in FOR_PROGRAMMERS:
            return
        case ast.Call(ast.Attribute(attr="warn")):
            return
        case ast.Constant(str(text)):
            yield text
        case ast.JoinedStr(values):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in values
            )
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _strings(child)


def said(template: str) -> str:
    """Say a sentence as a user would meet it, with `x` for what varies."""
    return "".join(
        words + ("x" if field is not None else "")
        for words, field, _, _ in Formatter().parse(template)
    )


def is_known(sentence: str) -> bool:
    """Whether it is translated, alone or behind another one."""
    return any(text != translated(text) for text in (sentence, f"Missing command. {sentence}"))


def test_library_says_nothing_unknown() -> None:
    """Otherwise: mark the sentence in `_sentences.py`, or say in NOT_SHOWN why nobody sees it."""
    set_language("ja")
    found = {
        said(text) for folder in library() for text in (*looked_up(folder), *written_out(folder))
    }
    found = {text for text in found if re.search(r"[A-Za-z]{2}", text)}
    beginnings = tuple(beginning for group in NOT_SHOWN.values() for beginning in group)
    unknown = [
        text
        for text in sorted(found)
        if not is_known(text) and not text.replace("'x'", "x").startswith(beginnings)
    ]

    assert unknown == []
    assert {"Missing command.", "Got unexpected extra argument(s) (x)"} & found
    assert len(found) > 40


@pytest.mark.parametrize("language", languages(ROOT))
def test_every_sentence_is_translated_and_keeps_its_values(language: str) -> None:
    """Whatever stood in the English stands in the other language."""
    set_language(language)
    for sentence in MESSAGES:
        fields = [field for _, field, _, _ in Formatter().parse(sentence) if field]
        text = sentence.format(**{field: f"<{field}>" for field in fields})

        assert translated(text) != text
        assert all(f"<{field}>" in translated(text) for field in fields), sentence


def test_english_is_left_alone() -> None:
    """To the letter."""
    set_language("en")

    assert all(translated(sentence) is sentence for sentence in MESSAGES)
