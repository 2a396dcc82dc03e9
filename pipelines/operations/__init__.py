"""The use cases, without Prefect: run a month, check loose files, receive files."""
