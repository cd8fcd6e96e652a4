"""The command line: one `Command` per subcommand, found through entry points."""
