# Written by `nox -s regenerate` from the source and its translations. Do not edit.
from serverless_training.cli._extra import extra as extra

def main() -> None: ...
