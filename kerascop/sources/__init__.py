"""From paths on a command line to decoded text: discovery, decoding, relevance, the project."""
