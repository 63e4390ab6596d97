"""What the libraries under the command line say to users, in the reader's language.

Typer, its copy of Click, and Pydantic say it in English, with no place to ask for another language,
and each version in words of its own. So a sentence is known here by its English, and translated by
our catalogs. One that is not known stays English, as a test notices.
"""

import re
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import cache, wraps
from io import StringIO
from string import Formatter
from typing import Any

from serverless_training._language import gettext, mark
from serverless_training_client._docstrings import ENGLISH, language

# What stands for `{message}` is translated too; all else is the user's, or a name.
MESSAGES: tuple[str, ...] = (
    # Options that Typer adds.
    mark("Show this message and exit."),
    mark("Install completion for the current shell."),
    mark("Show completion for the current shell, to copy it or customize the installation."),
    mark("{shell} completion installed in {path}"),
    mark("Completion will take effect once you restart the terminal"),
    mark("Shell {shell} is not supported."),
    # What help says behind an option.
    mark("default: {value}"),
    mark("required"),
    # Words on the command line.
    mark("Missing command."),
    mark("Missing argument {argument}."),
    mark("Missing option {option}."),
    mark("No such command {command}."),
    mark("No such option: {option}"),
    mark("No such option {option}."),
    mark("{message} Did you mean {names}?"),
    mark("{message} (Did you mean one of: {names}?)"),
    mark("{message} (Possible options: {names})"),
    mark("Option {option} requires an argument."),
    mark("Option {option} does not take a value."),
    mark("Got unexpected extra argument ({arguments})"),
    mark("Got unexpected extra arguments ({arguments})"),
    mark("Got unexpected extra argument(s) ({arguments})"),
    # Values.
    mark("Invalid value for {option}: {message}"),
    mark("Invalid value for {option} (env var: {variable}): {message}"),
    mark("{value} is not a valid int."),
    mark("{value} is not a valid int range."),
    mark("{value} is not a valid integer."),
    mark("{value} is not a valid integer range."),
    mark("{value} is not a valid float."),
    mark("{value} is not in the range {range}."),
    mark("{value} is not one of {choices}."),
    mark("Input should be a valid integer, unable to parse string as an integer"),
    mark("Unable to parse input string as an integer, exceeded maximum size"),
    mark("Input should be a valid number, unable to parse string as a number"),
    mark("Input should be less than or equal to {limit}"),
    mark("Input should be greater than or equal to {limit}"),
    mark("File {path} is a directory."),
    mark("File {path} is not readable."),
)


def translated(text: str) -> str:
    """Translate a sentence of one of the libraries."""
    if language() == ENGLISH:
        return text
    for pattern, number in _patterns():
        if match := pattern.fullmatch(text):
            values = match.groupdict()
            if "message" in values:
                values["message"] = translated(values["message"])
            return gettext(MESSAGES[number]).format(**values)
    return text


def with_translated_output(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function of one of the libraries that prints sentences print their translations."""
    if language() == ENGLISH:
        return function

    @wraps(function)
    def run_and_translate(*args: Any) -> Any:
        said = StringIO()
        try:
            with redirect_stdout(said):
                return function(*args)
        finally:
            for line in said.getvalue().splitlines():
                sys.stdout.write(f"{translated(line)}\n")

    return run_and_translate


_FLAGS = re.DOTALL | re.IGNORECASE  # versions differ in capitals


@cache
def _patterns() -> list[tuple[re.Pattern[str], int]]:
    # The longest first: where two fit, it says more of the sentence.
    longest_first = sorted(enumerate(MESSAGES), key=lambda each: len(each[1]), reverse=True)
    return [(re.compile(_pattern(sentence), _FLAGS), number) for number, sentence in longest_first]


def _pattern(sentence: str) -> str:
    # A message is as long as can be, since what follows it may have been added twice.
    return "".join(
        re.escape(words) + (f"(?P<{name}>.*{'' if name == 'message' else '?'})" if name else "")
        for words, name, _, _ in Formatter().parse(sentence)
    )
