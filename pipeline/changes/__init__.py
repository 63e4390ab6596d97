"""What changed for users between two revisions."""
