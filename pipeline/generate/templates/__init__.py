"""Modules that `nox -s regenerate` copies into the generated package as they stand."""
