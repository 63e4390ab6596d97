"""Specs: read, compared, judged as translations."""
