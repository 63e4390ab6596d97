"""The packages' texts for editors: stub packages (PEP 561) with docstrings in another language."""
