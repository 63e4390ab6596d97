"""Where lines break, in columns of a terminal."""

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text
from serverless_training_client._text import breaks, columns, parts


class Sentence:
    """A text that breaks as readers expect, be it Japanese, English or both."""

    def __init__(self, text: str, style: str = "") -> None:
        self.text: Text = Text(text, style, no_wrap=True, overflow="ignore")

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Break the text into lines without trailing spaces."""
        yield from self.lines(options.max_width)

    def lines(self, width: int) -> Iterator[Text]:
        """Break the text into lines of so many columns at most, without trailing spaces."""
        for paragraph in self.text.split(allow_blank=True):
            for line in paragraph.divide(breaks(paragraph.plain, width, whole=False)):
                line.rstrip()
                yield line

    def __rich_measure__(self, _console: Console, _options: ConsoleOptions) -> Measurement:
        """Tell tables how narrow and how wide it can be."""
        widest = max((line.cell_len for line in self.text.split()), default=0)
        return Measurement(self.longest(), widest)

    def longest(self) -> int:
        """Measure the longest part that is not to be broken, in columns."""
        return max(columns(part.rstrip()) for part in parts(self.text.plain))
