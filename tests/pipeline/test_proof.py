"""What is missing from the generated package, or there twice, is listed by name."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import PipelineError
from pipeline.generate.generator import read_config
from pipeline.generate.mend import mend
from pipeline.generate.overrides import read_overrides
from pipeline.generate.proof import (
    Endpoint,
    faults,
    operation_faults,
    property_faults,
    prove,
    read_endpoint,
)
from pipeline.packages import CLIENT
from pipeline.parity.reader import load

pytestmark = pytest.mark.any_spec

ROOT = Path(__file__).parents[2]
CONFIG = read_config(ROOT / "generator-config.yaml")
MENDED = mend(load(ROOT / "openapi.json"), CONFIG, read_overrides(ROOT))


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the generated package."""
    ignore = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(ROOT / "generated" / CLIENT, tmp_path / CLIENT, ignore=ignore))


def said(package: Path) -> str:
    """Prove a package that is not whole, and give what is said."""
    with pytest.raises(PipelineError) as caught:
        prove(MENDED, CONFIG, package)
    return str(caught.value)


CHECKPOINTS = "GET /v1/preview/models/{model_id}/checkpoints"
MODULE = Path("api/models/list_model_checkpoints.py")


def test_checked_in_package_is_whole(package: Path) -> None:
    """Every operation, parameter and named schema once, and every module can be imported."""
    assert faults(MENDED, CONFIG, package) == []


def test_lost_operation_is_named(package: Path) -> None:
    """By method and path."""
    (package / MODULE).unlink()

    assert f"operation {CHECKPOINTS}: in 0 modules" in said(package)


def test_operation_that_is_there_twice_is_named(package: Path) -> None:
    """Two modules that send the same."""
    shutil.copy(package / MODULE, package / "api" / "models" / "again.py")

    assert f"operation {CHECKPOINTS}: in 2 modules" in said(package)


def test_lost_parameter_is_named(package: Path) -> None:
    """With those that are left."""
    path = package / MODULE
    text = path.read_text(encoding="utf-8").replace("    after: str | Unset = UNSET,\n", "", 1)
    path.write_text(text, encoding="utf-8")

    assert (
        f"operation {CHECKPOINTS}: takes model_id, limit, order instead of model_id, after, limit, "
        "order" in said(package)
    )


@pytest.mark.parametrize("kind", ["", "Async", "Raw", "AsyncRaw"])
def test_lost_method_is_named(package: Path, kind: str) -> None:
    """With the class that lacks it, as is a tag that no client has."""
    edit(package / "api" / "models" / "__init__.py", f"class {kind}Models:", "class Lost:")
    edit(package / "api" / "__init__.py", f"_models.{kind}Models:", "_models.Lost:")
    text = said(package)

    assert f"operation list_model_checkpoints: 0 methods of {kind}Models" in text
    assert f"tag models: no attribute of {kind}Resources makes {kind}Models" in text


def edit(path: Path, old: str, new: str) -> None:
    """Change a text file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_lost_schema_is_named(package: Path) -> None:
    """With the class that it should have been."""
    (package / "models" / "validation_error.py").write_text("", encoding="utf-8")

    assert "schema ValidationError: ValidationError is defined 0 times" in said(package)


def test_schema_that_is_not_exported_is_named(package: Path) -> None:
    """People import it from `models`."""
    path = package / "models" / "__init__.py"
    text = path.read_text(encoding="utf-8")
    line = "    from .checkpoint import Checkpoint\n"
    assert line in text
    path.write_text(text.replace(line, ""), encoding="utf-8")

    assert "schema CheckpointResponse: Checkpoint is defined 1 times, exported 0" in said(package)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("x = (", "SyntaxError"),
        ("absent", "NameError"),
        ("import absent_module", "ModuleNotFound"),
        ("class A:\n    x: 'Absent'", "NameError"),
        ("__all__ = ('Absent',)", "AttributeError"),
    ],
)
def test_module_that_cannot_be_imported_is_named(package: Path, content: str, error: str) -> None:
    """With the error, as is one that lacks what it names in annotations or lists in `__all__`."""
    (package / "extra.py").write_text(content, encoding="utf-8")

    assert f"module {CLIENT}.extra: {error}" in said(package)


def test_property_that_meets_the_items_of_another_is_named() -> None:
    """The generator reads both by one name, and one value would be lost without a word."""
    properties = {"line_item": {"type": "string"}, "line": {"type": "array", "items": {}}}
    document = {"components": {"schemas": {"Invoice": {"properties": properties}}}}

    assert list(property_faults(document)) == [
        "schema /components/schemas/Invoice: the property line_item meets the items of line"
    ]


def test_everything_is_listed_in_one_run(package: Path) -> None:
    """Whoever mends it should not have to come back for each."""
    (package / MODULE).unlink()
    (package / "models" / "validation_error.py").unlink()
    text = said(package)

    assert "operation " in text
    assert "schema ValidationError" in text
    assert "module " in text
    assert text.splitlines()[-1].endswith("generator-overrides.yaml.")


def test_parameters_of_path_and_operation_count_once() -> None:
    """An operation's own stands in for its like of the path; references are followed."""
    document: dict[str, Any] = {
        "paths": {
            "/a/{Id}": {
                "parameters": [{"name": "Id", "in": "path"}, {"$ref": "#/components/parameters/Q"}],
                "put": {"parameters": [{"name": "q", "in": "query"}], "requestBody": {}},
            }
        },
        "components": {"parameters": {"Q": {"name": "q", "in": "query"}}},
    }
    whole = Endpoint("put", "/a/{id_}", ("id_", "q", "body"))

    assert list(operation_faults(document, [whole])) == []
    assert list(operation_faults(document, [Endpoint("put", "/a/{id_}", ("id_", "body"))])) == [
        "operation PUT /a/{Id}: takes id_, body instead of Id, q, body"
    ]


def test_endpoint_is_read_from_its_source() -> None:
    """Without importing it."""
    assert read_endpoint(ROOT / "generated" / CLIENT / MODULE) == Endpoint(
        "get",
        "/v1/preview/models/{model_id}/checkpoints",
        ("model_id", "after", "limit", "order"),
    )


RESPONSE = f"/paths/{CHECKPOINTS.split()[1].replace('/', '~1')}/get/responses/200/content"


def test_property_that_is_lost_is_named(package: Path) -> None:
    """It would be read as an additional one, without a type."""
    path = package / "models" / "checkpoint_page.py"
    edit(path, 'd.pop("has_more")', "True")

    assert "CheckpointResponse_: the property has_more is not one of CheckpointPage" in said(
        package
    )


def test_value_that_is_written_otherwise_is_named(package: Path) -> None:
    """With what it becomes, in the schema and in each response that holds it."""
    edit(package / "models" / "checkpoint.py", '"step": step,', '"step": step + 1,')
    text = said(package)

    assert "/components/schemas/CheckpointResponse: {'id': " in text
    assert f"{RESPONSE}/application~1json: {{" in text
    assert "} becomes {" in text


def test_parameter_that_is_sent_otherwise_is_named(package: Path) -> None:
    """With what should be sent."""
    edit(package / MODULE, 'params["limit"] = limit', 'params["limit"] = f"{limit}.0"')

    assert "query parameter limit: 7 is sent as [('limit', '7.0')] instead of [('limit', '7')]" in (
        said(package)
    )


def test_value_that_cannot_be_read_is_named(package: Path) -> None:
    """With the error that it raises."""
    edit(package / MODULE, "CheckpointPage.from_dict(response.json())", "CheckpointPage.absent()")

    assert f"{RESPONSE}/application~1json: " in (text := said(package))
    assert "raises AttributeError: " in text
