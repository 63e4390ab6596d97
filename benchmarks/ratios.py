"""Ratios of what was measured in turns, and a Markdown table of them."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """How two contestants compare.

    Attributes:
        median: The ratio of their medians.
        lowest: The lowest ratio of any round.
        highest: The highest.
    """

    median: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, ours: Sequence[float], peer: Sequence[float]) -> "Ratio":
        """Compare figures that were taken in turns.

        Args:
            ours: One figure a round.
            peer: The same of the other; above zero.

        Returns:
            Ours as a multiple of the peer's.
        """
        rounds = [mine / other for mine, other in zip(ours, peer, strict=True)]
        median = statistics.median(ours) / statistics.median(peer)
        return cls(median, min(rounds), max(rounds))

    def __str__(self) -> str:
        return f"{self.median:.3g} ({self.lowest:.3g}-{self.highest:.3g})"


def seconds(figure: float) -> str:
    """Write a time."""
    return f"{figure:.2f} s" if figure >= 1 else f"{figure * 1000:.3g} ms"


def per_second(figure: float) -> str:
    """Write how often something is done in a second."""
    return f"{figure:,.0f} /s"


def megabytes(figure: float) -> str:
    """Write an amount of memory, given in bytes."""
    return f"{figure / 1e6:.1f} MB"


@dataclass(frozen=True)
class Result:
    """One line of the table.

    Attributes:
        work: What was done.
        ours: Which client of ours, or which of its works.
        our_figures: One a round.
        peer: What it is measured against.
        peer_figures: One a round.
        aim: The highest ratio that is wanted; `None` where none is set.
        unit: Writes a figure.
        least: Whether the aim is the lowest ratio that is wanted, since more is better.
    """

    work: str
    ours: str
    our_figures: Sequence[float]
    peer: str
    peer_figures: Sequence[float]
    aim: float | None = None
    unit: Callable[[float], str] = seconds
    least: bool = False

    def verdict(self) -> str:
        """Say whether the aim is met, and by how much it is missed."""
        if self.aim is None:
            return ""
        ratio = Ratio.of(self.our_figures, self.peer_figures).median
        beyond = self.aim - ratio if self.least else ratio - self.aim
        return "yes" if beyond <= 0 else f"missed by {beyond:.2g}"

    def cells(self) -> list[str]:
        """Write the line's cells."""
        mine, other = (
            f"{name}: {self.unit(statistics.median(figures))}"
            for name, figures in ((self.ours, self.our_figures), (self.peer, self.peer_figures))
        )
        ratio = Ratio.of(self.our_figures, self.peer_figures)
        sign = "≥" if self.least else "≤"
        aim = "" if self.aim is None else f"{sign} {self.aim:.2g}"
        return [self.work, mine, other, str(ratio), aim, self.verdict()]


COLUMNS = ("work", "ours", "peer", "ratio (lowest-highest)", "aim", "met")


def table(results: Sequence[Result]) -> str:
    """Write the results below one another.

    Args:
        results: In the order of the table.

    Returns:
        A Markdown table.
    """
    rows = [COLUMNS, ["---"] * len(COLUMNS), *(result.cells() for result in results)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def take_turns(
    contestants: Mapping[str, Callable[[], float]], rounds: int
) -> dict[str, list[float]]:
    """Measure all contestants in each round, so that noise hits them alike.

    Args:
        contestants: Each does its work once and returns its figure.
        rounds: How often.

    Returns:
        The figures of each, one a round.
    """
    figures: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, measure in contestants.items():
            figures[name].append(measure())
    return figures
