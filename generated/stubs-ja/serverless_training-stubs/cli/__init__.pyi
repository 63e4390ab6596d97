# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from serverless_training.testing._extra import (
    MissingExtraError as MissingExtraError,
    extra as extra,
)

def main() -> None: ...
