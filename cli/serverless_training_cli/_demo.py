"""`serverless-training demo`: the main job, once, without an account."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console, JustifyMethod
from rich.table import Table
from serverless_training import Checkpoint, Client, ServerlessTrainingError
from serverless_training._language import gettext as _
from serverless_training_testing._errors import extra

from serverless_training_cli._screens import Paragraph

if TYPE_CHECKING:
    from serverless_training import Page

_CHECKPOINTS = 250
_PAGE_SIZE = 100
_NEWEST = 5
_ANY = 1000  # columns: more than any table here has

_FOR_REAL = """\
from serverless_training import Client

with Client() as client:
    for checkpoint in client.checkpoints.list("{model}", order="desc", max_items={newest}):
        print(checkpoint.step, checkpoint.metrics.to_dict())
"""


def demo() -> None:
    """List the checkpoints of a made-up model through the client; see the `help` of the command."""
    with extra("cli,testing"):
        # Imported here, since the extra may be missing.
        from serverless_training_testing import MockError, MockServer  # noqa: PLC0415

    console = Console(highlight=False, emoji=False)
    try:
        with MockServer(models=1, checkpoints=_CHECKPOINTS, seed=7) as server:
            model = server.model_ids[0]
            line = _("Mock server: {url} ({model} has {count} checkpoints)")
            said = line.format(url=server.url, count=_CHECKPOINTS, model=model)
            console.print(Paragraph(said))
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
    console.print(Paragraph(line.format(count=len(checkpoints), pages=len(pages), sizes=sizes)))
    console.print()
    newest = checkpoints[:_NEWEST]
    title = _("The newest {count} checkpoints of {model}")
    console.print(Paragraph(title.format(count=len(newest), model=model), "italic"))
    _show_rows(console, [_row(checkpoint) for checkpoint in newest])
    console.print()
    console.print(Paragraph(_("The same call on the real service, with your key and your model:")))
    console.print()
    # Nothing here is wrapped, so that it can be pasted.
    source = _FOR_REAL.format(model=_("YOUR-MODEL-ID"), newest=_NEWEST)
    install = _("if not installed yet, in a clone of the project")
    console.print(f"python -m pip install .  # {install}", markup=False, soft_wrap=True)
    console.print("export WANDB_API_KEY=...  # https://wandb.ai/authorize", soft_wrap=True)
    console.print(f"python - <<'EOF'\n{source}EOF", markup=False, soft_wrap=True)


def _row(checkpoint: Checkpoint) -> dict[str, str]:
    # Headings are the field names that code uses.
    metrics = {name: f"{value:.4g}" for name, value in checkpoint.metrics.to_dict().items()}
    return {"step": str(checkpoint.step), **metrics, "id": str(checkpoint.id)}


def _show_rows(console: Console, rows: Sequence[dict[str, str]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    # Without edges, all of it fits into 80 columns.
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=0)
    for name in names:
        style = {"step": "bold", "id": "dim"}.get(name)
        justify: JustifyMethod = "left" if name == "id" else "right"
        table.add_column(name, justify=justify, style=style, no_wrap=True)
    for row in rows:
        table.add_row(*(row.get(name, "–") for name in names))
    if console.measure(table, options=console.options.update(width=_ANY)).maximum > console.width:
        for row in rows:
            console.print(Paragraph(" ".join(f"{name}={value}" for name, value in row.items())))
    else:
        console.print(table)
