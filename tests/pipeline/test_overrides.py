"""Changes by hand before the generator runs: small, with a reason, and never silently stale."""

import copy
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import PipelineError
from pipeline.generate.generator import read_config
from pipeline.generate.mend import mend
from pipeline.generate.overrides import FILE, REMOVE, Override, apply, read_overrides

ROOT = Path(__file__).parents[2]


def document() -> dict[str, Any]:
    """Build something to change."""
    return {"paths": {"/a": {"get": {"tags": ["x", "y"], "summary": "List"}}}}


def changed(at: str, value: Any) -> dict[str, Any]:
    """Apply one override."""
    spec = document()
    apply(spec, [Override(at, value, "because")])
    return spec


def test_value_is_set_added_or_removed_at_its_pointer() -> None:
    """In objects and in lists."""
    get = document()["paths"]["/a"]["get"]

    for at, value, expected in (
        ("/paths/~1a/get/summary", "Show", get | {"summary": "Show"}),
        ("/paths/~1a/get/operationId", "list", get | {"operationId": "list"}),
        ("/paths/~1a/get/summary", REMOVE, {"tags": ["x", "y"]}),
        ("/paths/~1a/get/tags/0", "z", get | {"tags": ["z", "y"]}),
        ("/paths/~1a/get/tags/0", REMOVE, get | {"tags": ["y"]}),
    ):
        assert changed(at, value) == {"paths": {"/a": {"get": expected}}}


@pytest.mark.parametrize(
    ("at", "value"),
    [
        ("/paths/~1b/get", 1),
        ("/paths/~1a/put", REMOVE),
        ("/paths/~1a/get/tags/2", "z"),
        ("/paths/~1a/get/tags/x", "z"),
        ("/paths/~1a/get/summary/x", "z"),
        ("", 1),
        ("paths", 1),
    ],
)
def test_override_that_leads_nowhere_is_an_error(at: str, value: Any) -> None:
    """The spec has moved on, and so must the override."""
    with pytest.raises(PipelineError, match=r"leads nowhere\. Has the spec changed"):
        changed(at, value)


def test_override_that_changes_nothing_is_an_error() -> None:
    """Upstream has mended it."""
    override = Override("/paths/~1a/get/summary", "List", "because")
    with pytest.raises(PipelineError, match=r"changes nothing\. Delete it"):
        apply(document(), [override], by_hand=True)


def test_overrides_come_before_the_rules_and_change_a_copy() -> None:
    """What is written by hand may be what a rule then builds on."""
    spec = document() | {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}}
    spec["paths"]["/a"]["get"]["responses"] = {}
    before = copy.deepcopy(spec)
    override = Override("/paths/~1a/get/operationId", "show_a_get", "a better name")
    mended = mend(spec, read_config(ROOT / "generator-config.yaml"), [override])

    assert mended.document["paths"]["/a"]["get"]["operationId"] == "show"
    assert mended.notable() == [override]
    assert spec == before


def test_overrides_are_read_in_order(tmp_path: Path) -> None:
    """A file with nothing but comments, or none at all, holds none."""
    assert read_overrides(tmp_path) == []

    (tmp_path / FILE).write_text("# nothing yet\n", encoding="utf-8")

    assert read_overrides(tmp_path) == []

    (tmp_path / FILE).write_text(
        "- {at: /info/title, set: 題, reason: name}\n- {at: /x, remove: true, reason: extra}\n",
        encoding="utf-8",
    )

    assert read_overrides(tmp_path) == [
        Override("/info/title", "題", "name"),
        Override("/x", REMOVE, "extra"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- [", "broken YAML"),
        ("- {at: /x, set: 1}", "entry 1: `at`, `reason`"),
        ("- {at: /x, reason: r}", "entry 1"),
        ("- {at: /x, set: 1, remove: true, reason: r}", "entry 1"),
        ("- {at: /x, remove: false, reason: r}", "entry 1"),
        ("- {at: /x, set: 1, reason: r}\n- text", "entry 2"),
        ("at: /x", "a list is expected"),
    ],
)
def test_file_that_is_no_list_of_overrides_is_named(
    tmp_path: Path, content: str, said: str
) -> None:
    """With the entry that is wrong."""
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(PipelineError, match=said) as caught:
        read_overrides(tmp_path)

    assert FILE in str(caught.value)
