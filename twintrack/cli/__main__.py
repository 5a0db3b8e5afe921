"""`python -m twintrack.cli`, the same as `twintrack`."""

from twintrack.cli.main import main

if __name__ == "__main__":
    main()
