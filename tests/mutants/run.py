"""Run the suite against every mutant and, with many seeds, against right servers.

`nox -s mutants` calls this; with `--write` the table goes into docs/contract.md.
"""

import argparse
import sys
from collections.abc import Iterator

from serverless_training_testing.contract import Half, Report, check

from tests import other_server
from tests.mutants.catalog import MUTANTS
from tests.mutants.kinds import Mutant
from tests.mutants.serving import KEY, MODELS, changed_app, right_app, served
from tests.mutants.table import PAGES, Killed, insert, table

SEEDS = 20


def laws_broken(url: str, half: Half) -> tuple[str, ...]:
    """Judge a server with one half of the suite, to the end."""
    report = check(url, MODELS, api_key=KEY, halves=[half])
    return tuple(dict.fromkeys(verdict.law for verdict in report.broken))


def judge(mutant: Mutant) -> Killed:
    """Judge a mutant with each half alone."""
    with served(changed_app(mutant.change)) as url:
        laws, checks = (laws_broken(url, half) for half in (Half.PAGINATION, Half.SCHEMATHESIS))
    return Killed(laws, checks)


def false_alarms(seeds: int) -> Iterator[str]:
    """Judge right servers with many seeds; give a line for each law that one seems to break."""
    with served(right_app()) as mock, other_server.running() as other:
        for name, url, api_key in (("mock", mock, KEY), ("other server", other, other_server.KEY)):
            for seed in range(seeds):
                report = check(url, MODELS, api_key=api_key, seed=seed)
                _tell(f"{name}, seed {seed}: {_summary(report)}")
                for verdict in report.broken:
                    yield f"{name}, seed {seed}: {verdict.law}, {verdict.failures[:1]}"


def main() -> int:
    """Judge the mutants, then the right servers; 1 if one is not judged as it should be."""
    parser = argparse.ArgumentParser(prog="nox -s mutants --", description=main.__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/contract.md")
    parser.add_argument("--only", metavar="NAME", help="judge mutants whose name contains this")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how many for the right servers")
    options = parser.parse_args()
    if options.write and options.only:
        parser.error("--write wants the whole table: leave out --only")
    killed: dict[str, Killed] = {}
    for mutant in MUTANTS:
        if not options.only or options.only in mutant.name:
            killed[mutant.name] = found = judge(mutant)
            _tell(f"{mutant.name}: {', '.join(found.laws)} / {', '.join(found.checks)}")
    alive = [name for name, found in killed.items() if not (found.laws or found.checks)]
    misnamed = [
        mutant.name
        for mutant in MUTANTS
        if mutant.name in {*killed} - {*alive}
        and not mutant.laws & {*killed[mutant.name].laws, *killed[mutant.name].checks}
    ]
    alarms = list(false_alarms(options.seeds))
    if options.write:
        for language, page in PAGES.items():
            text = insert(page.read_text(encoding="utf-8"), table(language, killed))
            page.write_text(text, encoding="utf-8")
    for line in [
        *(f"lives: {name}" for name in alive),
        *(f"killed by no law that names its fault: {name}" for name in misnamed),
        *alarms,
    ]:
        _tell(line)
    by_laws = sum(bool(found.laws) for found in killed.values())
    by_checks = sum(bool(found.checks) for found in killed.values())
    print(
        f"{len(killed)} mutants: {by_laws} killed by the laws, {by_checks} by schemathesis alone, "
        f"{len(alive)} live; {len(alarms)} false alarms with {options.seeds} seeds."
    )
    return 1 if alive or misnamed or alarms else 0


def _summary(report: Report) -> str:
    kept, broken, rest = len(report.kept), len(report.broken), len(report.not_exercised)
    return f"{kept} kept, {broken} broken, {rest} not exercised in {report.seconds:.0f} s"


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
