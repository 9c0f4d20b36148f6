"""`python -m ipsegen`."""

from ipsegen.cli import main

if __name__ == "__main__":
    main()
