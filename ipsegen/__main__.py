"""`ipsegen` and `python -m ipsegen`: the way in.

Owns the one answer that needs no command line: the version, before anything is imported that reads options.
"""

import sys
from contextlib import suppress
from typing import NoReturn

from ipsegen import __version__


def main() -> NoReturn:
    """Run the command line and end the process."""
    if sys.argv[1:] == ["--version"] and sys.stdout is not None:
        # Where nobody can read it, the command line knows what to do.
        with suppress(OSError):
            sys.stdout.write(f"ipsegen {__version__}\n")
            sys.stdout.flush()
            sys.exit(0)
    import gc

    from ipsegen.cli import main as run

    try:
        run()
    finally:
        gc.disable()  # at its very end Python would look through all that there is


if __name__ == "__main__":
    main()
