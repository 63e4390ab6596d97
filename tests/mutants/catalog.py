"""All mutants, in the order of the table in docs/contract.md."""

from tests.mutants import items, keys, models, pages, parameters, values
from tests.mutants.kinds import Mutant

MUTANTS: tuple[Mutant, ...] = tuple(
    mutant
    for module in (items, pages, parameters, models, values, keys)
    for mutant in vars(module).values()
    if isinstance(mutant, Mutant)
)
