"""Dates that cannot all be true."""

from datetime import UTC, datetime

import pytest

from .scenario import check

ADA = "born: 1815-12-10\ndied: 1852-11-27"


@pytest.mark.parametrize(
    ("started", "ended", "is_sure"),
    [
        ("2024", "2023", True),
        ("2024-05", "2024", False),
        ("2024-05-02", "2024-05-01", True),
        ("2024-05-02", "2024-05", False),
        ("2024-05", "../2024-04", True),
        ("../2024", "2023", False),
        ("2024~", "2023", True),
        ("unknown", "2023", False),
    ],
)
def test_a_context_ends_after_it_starts(started: str, ended: str, is_sure: bool) -> None:
    expect = ["contexts/a:2:8"] if is_sure else []
    check("ended-before-started", *expect, contexts={"a": f"started: {started}\nended: {ended}"})


def test_a_role_ends_after_it_begins() -> None:
    role = "roles: [{title: Head, from: 2024-05, to: 2024-04}, {title: Head, from: 2024-05, to: 2024-05}]"
    check("to-before-from", "authors/a:1:42", authors={"a": role})


def test_one_dies_after_being_born() -> None:
    check("died-before-born", "authors/a:2:7", authors={"a": "born: 1852\ndied: 1815"})
    check("died-before-born", authors={"a": "born: 1852\ndied: 1852"})


@pytest.mark.parametrize(
    ("pronounced", "inserted", "is_sure"),
    [
        ("2025-01-22", "2025-01-20T12:00:00Z", True),
        ("2025-01-21", "2025-01-20T12:00:00Z", False),
        ("2025-01-21", "2025-01-20T09:59:59Z", True),
        ("2025-01-20T12:00:01Z", "2025-01-20T12:00:00Z", True),
        ("2025-01-20T13:00:00+01:00", "2025-01-20T12:00:00Z", False),
        ("../2026", "2025-01-20T12:00:00Z", False),
        ("2025/2026", "2025-01-20T12:00:00Z", False),
    ],
)
def test_a_quote_is_pronounced_before_it_is_inserted(pronounced: str, inserted: str, is_sure: bool) -> None:
    expect = ["quotes/a:1:13"] if is_sure else []
    text = f"pronounced: {pronounced}\ninserted: {inserted}"
    check("pronounced-after-inserted", *expect, quotes={"a": text})


@pytest.mark.parametrize(
    ("pronounced", "is_sure"),
    [
        ("1815-12-09", True),
        ("1815-12", False),
        ("1852-11-27", False),
        ("1852-11-28", True),
        ("1852", False),
        ("1853", True),
        ("1852-12/1853", True),
        ("../1815-12-09", True),
        ("../1900", False),
        ("unknown", False),
    ],
)
def test_a_person_speaks_between_birth_and_death(pronounced: str, is_sure: bool) -> None:
    expect = ["quotes/a:1:13"] if is_sure else []
    check(
        "outside-life",
        *expect,
        quotes={"a": f"pronounced: {pronounced}\nauthor: ada"},
        authors={"ada": ADA},
    )


def test_the_dead_may_be_quoted_falsely_and_mentioned() -> None:
    text = "pronounced: 2015\nauthor: ada\nstatus: misattributed\nstatus_note: No."
    check("outside-life", quotes={"a": text}, authors={"ada": ADA})
    check("outside-life", quotes={"a": "pronounced: 2015\nmentions: [author:ada]"}, authors={"ada": ADA})


@pytest.mark.parametrize(
    ("roles", "is_sure"),
    [
        ("[{title: Head, from: 2020, to: 2023-12-31}]", True),
        ("[{title: Head, from: 2020, to: 2024}]", False),
        ("[{title: Head, from: 2024-06}]", True),
        ("[{title: Head, to: 2024-05}]", False),
        ("[{title: Head, to: 2023}, {title: Citizen}]", False),
        ("[{title: Citizen}]", False),
        ("[]", False),
    ],
)
def test_one_of_the_dated_roles_is_in_force(roles: str, is_sure: bool) -> None:
    expect = ["quotes/a:1:13"] if is_sure else []
    authors = {"ada": f"roles: {roles}"}
    check("no-role-in-force", *expect, quotes={"a": "pronounced: 2024-05\nauthor: ada"}, authors=authors)
    check("no-role-in-force", quotes={"a": "pronounced: 2024-05\nauthor: ada\nrole: Guest"}, authors=authors)
    guest = "pronounced: 2024-05\nauthor: {author: ada, role: Guest}"
    check("no-role-in-force", quotes={"a": guest}, authors=authors)


def test_a_quote_enters_the_archive_by_now() -> None:
    text = "inserted: 2025-01-21T18:00:01Z"
    check("inserted-in-future", "quotes/a:1:11", quotes={"a": text})
    check("inserted-in-future", quotes={"a": text}, now=datetime(2025, 1, 21, 18, 0, 1, tzinfo=UTC))
