"""The sample content of the project: built files that `make demo` publishes."""
