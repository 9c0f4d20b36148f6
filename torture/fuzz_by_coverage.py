"""The targets of fuzz.py, given inputs by atheris, which looks for those that reach new code.

    python -m torture.fuzz_by_coverage prose -max_total_time=600

Owns that the package is watched while it runs, and so imports it late. Atheris is large and of use to the few who look
for long: `pip install atheris`.
"""

import importlib
import sys


def main() -> None:
    """Look for an input that breaks the target that the command line names first."""
    import atheris

    with atheris.instrument_imports(include=["ipsegen"]):
        importlib.import_module("ipsegen.load.yaml_nodes")  # else loaded when it is needed, and not watched
        from torture.fuzz import TARGETS
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
