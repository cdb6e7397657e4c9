"""kerascop inside editors: the language server, and the plugin for flake8."""
