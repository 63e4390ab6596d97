"""What the suite raises when it cannot judge at all."""


class ContractError(Exception):
    """The suite cannot run: no server, no key, or arguments that fit no operation."""
