"""Where lines break, in columns of a terminal."""

from collections.abc import Iterator
from unicodedata import east_asian_width

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

# No line begins or ends with these (JIS X 4051), nor with their ASCII counterparts.
_NEVER_FIRST = frozenset(
    "、。，．・：；？！）」』】〉》〕］｝ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々.,:;?!)]}"
)
_NEVER_LAST = frozenset("（「『【〈《〔［｛([{")


class Sentence:
    """A text that breaks as readers expect, be it Japanese, English or both.

    Rich breaks at spaces, of which Japanese has none, and anywhere in what is then too long.

    Attributes:
        text: The text, with its styles.
    """

    def __init__(self, text: str, style: str = "") -> None:
        self.text: Text = Text(text, style, no_wrap=True, overflow="ignore")

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Break the text into lines without trailing spaces."""
        yield from self.lines(options.max_width)

    def lines(self, width: int) -> Iterator[Text]:
        """Break the text into lines of so many columns at most, without trailing spaces."""
        for paragraph in self.text.split(allow_blank=True):
            for line in paragraph.divide(_breaks(paragraph.plain, width)):
                line.rstrip()
                yield line

    def __rich_measure__(self, _console: Console, _options: ConsoleOptions) -> Measurement:
        """Tell tables how narrow and how wide it can be."""
        widest = max((line.cell_len for line in self.text.split()), default=0)
        return Measurement(self.longest(), widest)

    def longest(self) -> int:
        """Measure the longest part that is not to be broken, in columns."""
        return max(cell_len(part.rstrip()) for part in parts(self.text.plain))


def parts(text: str) -> Iterator[str]:
    """Split a text wherever a line may end; spaces belong to the word before them."""
    start = 0
    for place in range(1, len(text)):
        if _may_break(text[place - 1], text[place]):
            yield text[start:place]
            start = place
    yield text[start:]


def _may_break(left: str, right: str) -> bool:
    if left.isspace() or right.isspace():
        return not right.isspace()
    return (
        (_is_wide(left) or _is_wide(right))
        and left not in _NEVER_LAST
        and right not in _NEVER_FIRST
    )


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in "WF"


def _breaks(text: str, width: int) -> list[int]:
    """Say at which characters the lines after the first begin."""
    breaks: list[int] = []
    place = column = 0
    for part in parts(text):
        if column and column + cell_len(part.rstrip()) > width:
            breaks.append(place)
            column = 0
        # What is longer than a line is broken anywhere.
        for piece in chop_cells(part.rstrip(), width)[:-1]:
            place += len(piece)
            breaks.append(place)
            part = part[len(piece) :]  # noqa: PLW2901  what is left of it
        place += len(part)
        column += cell_len(part)
    return breaks
