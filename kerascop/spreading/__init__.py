"""Work on many files by many processes, on this machine or on others."""
