"""The table of styles of OpenAPI 3.1.1, section 4.8.12.6, as far as it says what a path holds."""

from typing import Any

COLORS = ["blue", "black", "brown"]
RGB = {"R": 100, "G": 200, "B": 150}
# Style, `explode`, value of the parameter `color`, and what stands in the path.
PATH_STYLES: list[tuple[str, bool, Any, str]] = [
    ("simple", False, "blue", "blue"),
    ("simple", False, COLORS, "blue,black,brown"),
    ("simple", False, RGB, "R,100,G,200,B,150"),
    ("simple", True, RGB, "R=100,G=200,B=150"),
    ("label", False, "blue", ".blue"),
    ("label", False, COLORS, ".blue,black,brown"),
    ("label", True, COLORS, ".blue.black.brown"),
    ("label", True, RGB, ".R=100.G=200.B=150"),
    ("matrix", False, "blue", ";color=blue"),
    ("matrix", False, COLORS, ";color=blue,black,brown"),
    ("matrix", True, COLORS, ";color=blue;color=black;color=brown"),
    ("matrix", False, RGB, ";color=R,100,G,200,B,150"),
    ("matrix", True, RGB, ";R=100;G=200;B=150"),
]
