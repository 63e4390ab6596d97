"""Which languages there are: English in `openapi.json`, each other in `openapi.<language>.json`."""

from pathlib import Path

BASE = "en"


def spec_path(root: Path, language: str) -> Path:
    """Where the spec of a language stands: `openapi.json` for English, else with its code."""
    return root / ("openapi.json" if language == BASE else f"openapi.{language}.json")


def spec_language(path: Path) -> str:
    """Read the language of a spec from its name: `ja` for `openapi.ja.json`; else English."""
    parts = path.name.split(".")
    return parts[1] if len(parts) == 3 else BASE  # noqa: PLR2004  name, language, suffix


def languages(root: Path) -> dict[str, Path]:
    """Find the translated specs beside `openapi.json`.

    Args:
        root: The project's root.

    Returns:
        Language code to path, sorted by code; English is not among them.
    """
    return {spec_language(path): path for path in sorted(root.glob("openapi.*.json"))}
