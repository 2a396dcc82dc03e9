"""Before any parser: what a file is by its bytes, whether it may be opened, what its cells show."""
