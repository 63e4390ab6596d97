# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""Contains endpoint functions for accessing the API"""
