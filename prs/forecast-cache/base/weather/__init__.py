"""A page that tells the weather."""
