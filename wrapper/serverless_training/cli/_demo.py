"""`serverless-training demo`: the main job, once, without an account."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from serverless_training import Checkpoint, Client, ServerlessTrainingError
from serverless_training._language import gettext as _
from serverless_training.cli._extra import extra

if TYPE_CHECKING:
    from serverless_training import Page

_CHECKPOINTS = 250
_PAGE_SIZE = 100
_NEWEST = 5

_FOR_REAL = """\
from serverless_training import Client

with Client() as client:
    for checkpoint in client.checkpoints.list("{model}", order="desc", max_items={newest}):
        print(checkpoint.step, checkpoint.metrics.to_dict())
"""


def demo() -> None:
    """List the checkpoints of a made-up model through the client; see the `help` of the command."""
    with extra("cli,testing", "pydantic", "pydantic_core", "starlette", "uvicorn"):
        # Imported here, since the extra may be missing.
        from serverless_training.testing import MockError, MockServer  # noqa: PLC0415

    console = Console(highlight=False, emoji=False)
    try:
        with MockServer(models=1, checkpoints=_CHECKPOINTS, seed=7) as server:
            model = server.model_ids[0]
            line = _("Mock server: {url} ({model} has {count} checkpoints)")
            console.print(
                line.format(url=server.url, count=_CHECKPOINTS, model=model), markup=False
            )
            with Client(api_key=server.api_key, base_url=server.url) as client:
                listing = client.checkpoints.list(model, order="desc", page_size=_PAGE_SIZE)
                _show(console, model, list(listing.pages()))
    except (MockError, ServerlessTrainingError) as error:
        typer.echo(error, err=True)
        raise typer.Exit(2) from None


def _show(console: Console, model: str, pages: "Sequence[Page[Checkpoint]]") -> None:
    checkpoints = [checkpoint for page in pages for checkpoint in page.items]
    line = _("Listed {count} checkpoints in {pages} pages: {sizes}.")
    sizes = " + ".join(str(len(page.items)) for page in pages)
    console.print(line.format(count=len(checkpoints), pages=len(pages), sizes=sizes), markup=False)
    console.print()
    console.print(_table(model, checkpoints[:_NEWEST]))
    console.print()
    console.print(_("The same call on the real service, with your key and your model:"))
    console.print()
    # Nothing here is wrapped, so that it can be pasted.
    source = _FOR_REAL.format(model=_("YOUR-MODEL-ID"), newest=_NEWEST)
    install = _("if not installed yet, in a clone of the project")
    console.print(f"python -m pip install .  # {install}", markup=False, soft_wrap=True)
    console.print("export WANDB_API_KEY=...  # https://wandb.ai/authorize", soft_wrap=True)
    console.print(f"python - <<'EOF'\n{source}EOF", markup=False, soft_wrap=True)


def _table(model: str, checkpoints: Sequence[Checkpoint]) -> Table:
    title = _("The newest {count} checkpoints of {model}")
    # Without edges, all of it fits into 80 columns.
    table = Table(
        title=title.format(count=len(checkpoints), model=model),
        title_justify="left",
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=0,
    )
    names = list(dict.fromkeys(name for item in checkpoints for name in item.metrics.to_dict()))
    # Headings are the field names that code uses.
    table.add_column("step", justify="right", style="bold", no_wrap=True)
    for name in names:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("id", style="dim", no_wrap=True)
    for item in checkpoints:
        metrics = item.metrics.to_dict()
        values = (f"{metrics[name]:.4g}" if name in metrics else "–" for name in names)
        table.add_row(str(item.step), *values, str(item.id))
    return table
