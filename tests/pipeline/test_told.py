"""Long steps say what they are doing, a line each, beside what they print."""

import pytest

from pipeline.told import told


def test_step_is_one_line_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal there is no time in it, so that two runs say the same."""
    with told("Generating"):
        assert capsys.readouterr() == ("", "Generating …\n")

    assert capsys.readouterr() == ("", "")


def test_terminal_shows_how_long_a_step_took(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the same line."""
    times = iter([10.0, 12.5])
    monkeypatch.setattr("pipeline.told.time.monotonic", lambda: next(times))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with told("Generating"):
        pass

    assert capsys.readouterr().err == "Generating … 2.5 s\n"
