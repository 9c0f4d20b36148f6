"""The checks, in the order in which they run.

Owns nothing but the list.
"""

from typing import Final

from ipsegen.model.checks.evidence import Check

ALL_CHECKS: Final[tuple[Check, ...]] = ()
