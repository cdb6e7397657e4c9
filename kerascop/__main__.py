"""`python -m kerascop`."""

from kerascop.cli import main

if __name__ == "__main__":
    main()
