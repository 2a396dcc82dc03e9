"""Points made official, and the proof of what was published."""
