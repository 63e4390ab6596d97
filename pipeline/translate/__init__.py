"""The texts of the packages in other languages."""
