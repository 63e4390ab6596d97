"""From the documentation to the spec files."""
