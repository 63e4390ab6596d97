# Written by `nox -s regenerate` from openapi.json. Do not edit.
"""Contains methods for accessing the API"""
