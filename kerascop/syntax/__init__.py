"""The parse: syntax trees, the places of their nodes, and where a fact was written."""
