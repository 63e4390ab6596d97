"""No value is lost or changed between the spec and the wire, whatever the spec."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from pipeline.generate.generator import read_config
from pipeline.generate.mend import mend
from pipeline.generate.proof import faults, round_trip_faults
from pipeline.generate.regenerate import write_package
from tests.drawn_specs import Spec, specs

# A drawn spec is tens of kilobytes; the lines of a failure say more.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

ROOT = Path(__file__).parents[2]
SETTINGS = ROOT / "generator-config.yaml"
CONFIG = read_config(SETTINGS)
# To find a smaller spec takes longer than to read the lines, which name the schema's place.
LAW = settings(
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    derandomize=True,
)


def lost(spec: Spec, folder: Path) -> list[str]:
    """Generate a package from a drawn spec, and list what it loses."""
    mended = mend(spec.document(), CONFIG, [])
    package = write_package(mended, CONFIG, SETTINGS, folder)
    return faults(mended, CONFIG, package) or round_trip_faults(
        mended, CONFIG, package, spec.values
    )


@given(spec=specs())
@settings(LAW, max_examples=2)
def test_no_value_is_lost(spec: Spec, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Twenty specs, of all kinds of schemas and parameters."""
    assert lost(spec, tmp_path_factory.mktemp("drawn")) == []


@pytest.mark.thorough
@given(spec=specs())
@settings(LAW, max_examples=50)
def test_no_value_is_lost_over_500_specs(
    spec: Spec, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same law, over more."""
    assert lost(spec, tmp_path_factory.mktemp("drawn")) == []
