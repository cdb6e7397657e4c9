"""What earlier runs found, kept on the disk: warm runs parse nothing."""
