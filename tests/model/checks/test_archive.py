"""The archive of this repository holds against every rule."""

from pathlib import Path

from ipsegen.load.content import read_content
from ipsegen.model.checks.all import ALL_CHECKS
from ipsegen.model.examine import examine

from .scenario import NOW

ROOT = Path(__file__).parents[3]


def test_the_archive_has_no_fault_and_says_where_no_address_was_kept() -> None:
    examined = examine(read_content(ROOT), NOW)
    assert {problem.code for problem in examined.problems} <= {"source-without-address"}


def test_every_check_stands_in_the_list_and_says_its_rule() -> None:
    codes = [check.__name__ for check in ALL_CHECKS]
    assert len(codes) == len(set(codes))
    assert all((check.__doc__ or "").rstrip().endswith(".") for check in ALL_CHECKS)
