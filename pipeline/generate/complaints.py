"""Say of what the generator complains about where it stands in the spec, and what to write."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from openapi_python_client.config import Config
from openapi_python_client.parser.errors import ParseError, PropertyError
from openapi_python_client.schema.untrusted_string import UntrustedString

from pipeline.errors import PipelineError
from pipeline.generate.generator import claims, identifier, parse_spec
from pipeline.generate.locate import located
from pipeline.generate.overrides import FILE, REMOVE, Override
from pipeline.generate.templates.text import printable
from pipeline.parity.document import operations, pointer, values
from pipeline.text import cut

# The generator's words, what they mean in those of OpenAPI, and the key below the place that an
# override may take away ("" for the place itself). Where a key is taken, the type gets wider.
_CAUSES = (
    ("Unsupported enum type", "an `enum` may have strings or integers, and not these", "enum"),
    ("must all be the same type", "the values of this `enum` are of several types", "enum"),
    ("same python_name", "two properties would have one name in Python", ""),
    ("not match with path", "the path has a `{name}` that no parameter of it defines", ""),
    ("Duplicate key", "two values of this `enum` would have one name in Python", "enum"),
    (r"[Ii]nvalid default|Invalid \w+ value|Invalid \w+: |not valid for enum|cannot have a default",
     "this `default` does not fit its schema", "default"),
    ("allOf a non-object", "`allOf` may join objects, and one of these is none", ""),
    ("not find reference|not found|Circular", "this `$ref` leads nowhere, or to itself", ""),
    ("conflicting properties|incompatible",
     "parts of `allOf` define one property in ways that do not agree", ""),
)  # fmt: skip
_MODULE = re.compile(r"\b(?:models|api)(?:[/.]\w+)*?[/.](\w+?)(?:\.py)?(?=[:\s])")


def explained(text: str, document: dict[str, Any], config: Config) -> str:
    """Say what the generator would lose, with places of the spec.

    Args:
        text: What the generator, a formatter or an import said; it may name generated modules.
        document: The mended document.
        config: The generator's settings.

    Returns:
        For each fault its JSON pointer, the cause and an override to paste; the text itself where
        nothing of it has a place.
    """
    found: dict[str, None] = {}
    for cause, advised in _faults(document, config):
        # An override stands once, below its first cause: a second one would lead nowhere.
        found |= dict.fromkeys((cause, advised))
    if found:
        return "\n".join(filter(None, found))
    places = _places(document, config)
    lines = []
    for line in text.splitlines():
        lines.append(line)
        lines += [
            f"  {places[match[1]]} is what this module is made of."
            for match in _MODULE.finditer(line)
            if match[1] in places
        ]
    wanted = [places[match[1]] for match in _MODULE.finditer(text) if match[1] in places]
    advice = [_override(place) for place in dict.fromkeys(wanted)]
    if advice:
        lines += [f"Rewrite what is below that place, or take all of it away, in {FILE}:", *advice]
    return "\n".join(lines)


def _faults(document: dict[str, Any], config: Config) -> Iterator[tuple[str, str]]:
    """List causes, each with the override that takes it away."""
    with _recorded() as causes:
        try:
            complaints, _ = parse_spec(located(document), config)
        except PipelineError as error:  # refused as a whole
            yield str(error), ""
            return
    root = "Unable to process schema"
    named = "/components/schemas/"
    schemas = any(
        root in f"{each.header} {each.detail}" or _place(each).startswith(named)
        for each in complaints
    )
    for complaint in complaints:
        said = f"{complaint.header} {complaint.detail or ''}"
        # A schema that fails takes with it whatever refers to it.
        follows = re.search("resulted in the removal|not find reference in parsed", said)
        if schemas and follows and root not in said and not _place(complaint).startswith(named):
            continue
        place = _place(complaint) or _named(complaint.header, document)
        below = [(_place(error), words) for error, words in causes if _place(error)]
        inner = [(at, words) for at, words in below if at == place or at.startswith(f"{place}/")]
        at, words = max(inner, key=lambda each: len(each[0]), default=(place, ""))
        yield _line(document, at, words or re.sub(r"(?s)\s*Failure to process schema.*", "", said))


def _line(document: dict[str, Any], at: str, said: str) -> tuple[str, str]:
    said = " ".join(said.split())
    for pattern, cause, key in _CAUSES:
        if re.search(pattern, said):
            return f"{at}: {cause} ({cut(said, 300)}).", _override(_holder(document, at, key))
    return f"{at}: {cut(said, 400)}", _override(at)


def _holder(document: dict[str, Any], at: str, key: str) -> str:
    """Find the key at a place, or below it where it stands but once; else the place itself."""
    below = [
        pointer(place, key)
        for place, value, _ in values(document)
        if key and isinstance(value, dict) and key in value and f"{place}/".startswith(f"{at}/")
    ]
    own = pointer(at, key)
    return own if own in below else below[0] if len(below) == 1 else at


def _override(at: str) -> str:
    return Override(printable(at), REMOVE, "the generator fails").to_paste()


def _place(error: ParseError) -> str:
    example = getattr(error.data, "example", None)
    text = example.get_untrusted_value() if isinstance(example, UntrustedString) else example
    return text if isinstance(text, str) else ""


def _named(header: str, document: dict[str, Any]) -> str:
    """Find the place that a complaint names by its words, where it has no schema."""
    if match := re.search(r"/components/\w+/[^\s:]+", header):
        return match[0]
    for path, method, _ in operations(document):
        if f"{method.upper()} {path} " in header:
            return pointer(pointer("/paths", path), method)
    return ""


def _cut(text: UntrustedString) -> str:
    return cut(printable(text.get_untrusted_value()), 80)


@contextmanager
def _recorded() -> Iterator[list[tuple[ParseError, str]]]:
    """Note each error's first words, which others replace, with names of the spec in them."""
    found: list[tuple[ParseError, str]] = []
    build = PropertyError.__init__

    def noting(self: PropertyError, *args: Any, **given: Any) -> None:
        build(self, *args, **given)
        found.append((self, f"{given.get('header', '')} {self.detail or ''}".strip()))

    PropertyError.__init__ = noting  # type: ignore[method-assign]
    # Nothing is written meanwhile: no text of a spec gets into code.
    UntrustedString.__str__ = _cut  # type: ignore[method-assign,assignment]
    try:
        yield found
    finally:
        PropertyError.__init__ = build  # type: ignore[method-assign]
        UntrustedString.__str__ = object.__str__  # type: ignore[method-assign]


def _places(document: dict[str, Any], config: Config) -> Mapping[str, str]:
    """Say of which part of the spec each generated module is made."""
    models = {module: place for module, place in sorted(claims(located(document), config)) if place}
    modules = {
        identifier(str(operation.get("operationId") or "")): pointer(
            pointer("/paths", path), method
        )
        for path, method, operation in operations(document)
    }
    return {**models, **modules}
