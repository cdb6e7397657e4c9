"""The page of a rule: where it is published, or one that is made on this machine."""
