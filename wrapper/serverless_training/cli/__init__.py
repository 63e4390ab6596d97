"""The command `serverless-training`.

Needs the extra `cli`: `pip install '.[cli]'` in a clone of the project.
"""

from serverless_training.cli._extra import extra


def main() -> None:
    """Run the command with the arguments of the process.

    Raises:
        SystemExit: Always: 0 done, 2 wrong use or something missing.
    """
    with extra("cli", "rich", "typer"):
        from serverless_training.cli._app import app  # noqa: PLC0415  the extra may be missing
    app(prog_name="serverless-training")
