"""The generator as a program that writes packages, several in one run, with templates of ours."""

import io
import json
import re
import sys
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    pass_environment,
)
from jinja2.filters import do_sort, do_wordwrap
from openapi_python_client import Project
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.openapi import GeneratorData

from pipeline.generate.generator import read_config
from pipeline.generate.resources import (
    attribute,
    descriptions,
    paging_of,
    resource_class,
    resource_of,
    success,
)
from pipeline.generate.wire import Wire, bodies

_THEIRS = PackageLoader("openapi_python_client")
# Ours come before those of the generator, which they may include.
_TEMPLATES = ChoiceLoader(
    [
        FileSystemLoader(Path(__file__).parent / "jinja"),
        PrefixLoader({"generator": _THEIRS}),
        _THEIRS,
    ]
)

# A line of a docstring ends at spaces alone: what reads it puts a space there.
_wordwrap = pass_environment(partial(do_wordwrap, break_long_words=False, break_on_hyphens=False))


@pass_environment
def _sort(environment: Environment, values: Iterable[Any]) -> list[Any]:
    """Sort as Jinja does, without regard to case, and those that differ in case alone too."""
    return list(do_sort(environment, sorted(values)))


def main(arguments: Sequence[str]) -> int:
    """Generate packages.

    Args:
        arguments: The settings' file, then for each package the spec as JSON and the folder to
            write, which must not exist.

    Returns:
        0 done, 1 if there was anything to complain about, which is then on standard output.
    """
    settings, *places = map(Path, arguments)
    complaints: list[GeneratorError] = []
    for spec, target in zip(places[::2], places[1::2], strict=True):
        config = evolve(read_config(settings), document_source=spec, output_path=target)
        document = json.loads(spec.read_text(encoding="utf-8"))
        data = GeneratorData.from_dict(document, config=config)
        if isinstance(data, GeneratorError):
            complaints.append(data)
            continue
        for model in data.models:  # our templates write forms of all models alike
            model.is_multipart_body = False
        project = Project(openapi=data, config=config)
        project.env.loader = _TEMPLATES
        project.env.filters |= {"wordwrap": _wordwrap, "sort": _sort}
        project.env.globals.update(
            attribute=attribute,
            bodies=bodies,
            descriptions=descriptions(document),
            paging_of=paging_of,
            resource_class=resource_class,
            resource_of=resource_of,
            success=success,
            wire=Wire(document),
        )
        with redirect_stdout(io.StringIO()):  # it tells where it writes
            complaints += project.build()
    sys.stdout.writelines(f"{each}\n" for each in dict.fromkeys(map(_described, complaints)))
    return 1 if complaints else 0


def _described(complaint: GeneratorError) -> str:
    text = f"{complaint.header}\n{complaint.detail or ''}".strip()
    # Texts from the spec are wrapped in a class that does not show them.
    return re.sub(r"<openapi_python_client[^>]*>", "(…)", text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
