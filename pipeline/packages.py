"""The packages of the wheel, and where each stands."""

from pathlib import Path

CLIENT = "serverless_training_client"  # generated; the others are written by hand
CORE = "serverless_training"
# Each package to its source root; none imports one that stands below it.
SOURCES = {
    CLIENT: "generated",
    CORE: "wrapper",
    "serverless_training_testing": "testkit",
    "serverless_training_cli": "cli",
}


def package_folder(root: Path, package: str) -> Path:
    """Where a package of the project stands."""
    return root / SOURCES[package] / package


def written_packages(root: Path) -> list[Path]:
    """List the folders of the packages that are written by hand, where they are there."""
    folders = (package_folder(root, package) for package in SOURCES if package != CLIENT)
    return [folder for folder in folders if (folder / "__init__.py").is_file()]
