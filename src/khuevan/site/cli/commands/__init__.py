"""One small module per subcommand: ``HELP``, ``add_arguments(parser)``, ``run(options) -> exit code``."""
