"""The number of the release."""

# As in pyproject.toml. To ask what is installed takes as long as starting the program.
RELEASE = "0.1.0"
