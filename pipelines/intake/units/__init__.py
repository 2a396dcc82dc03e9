"""Names of units as people write them, matched inside the roster."""
