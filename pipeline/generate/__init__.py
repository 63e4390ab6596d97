"""From the spec files to the generated package."""
