"""Manifests and journals come back as they went, and nothing else is taken for one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.write.manifest import (
    Entry,
    Journal,
    decode_journal,
    decode_manifest,
    encode_journal,
    encode_manifest,
    is_safe,
)

UNSAFE = ["", "/", "/a", "a/", "a//b", ".", "..", "./a", "a/..", "a/../b", "a/./b", "a\\b", "a\0", "\ud800"]
SAFE = ["a", ".htaccess", "..a", "a..", "a/...", "a.b/c", ".well-known/x", "é/ن", "a\nb", "a b", ".\n", "..\n/x"]
paths = st.text(max_size=12).filter(lambda path: is_safe(path) and path != "manifest.json")


@pytest.mark.parametrize("path", SAFE)
def test_safe_paths(path: str) -> None:
    assert is_safe(path)


@pytest.mark.parametrize("path", UNSAFE)
def test_unsafe_paths(path: str) -> None:
    assert not is_safe(path)
    assert decode_manifest(json.dumps({"version": 1, "files": {path: {"sha256": "0", "size": 1}}}).encode()) is None
    assert decode_journal(json.dumps({"version": 1, "manifest": "", "paths": [path]}).encode()) is None


def test_the_form_of_a_manifest() -> None:
    entries = {"b/é": Entry("11", 2), "a": Entry("22", 3)}
    assert encode_manifest(entries).decode() == (
        '{"version": 1, "files": {\n"a": {"sha256": "22", "size": 3},\n"b/é": {"sha256": "11", "size": 2}\n}}\n'
    )


@given(st.dictionaries(paths, st.builds(Entry, st.text("0123456789abcdef"), st.integers(0, 2**40))))
def test_manifests_come_back(entries: dict[str, Entry]) -> None:
    data = encode_manifest(entries)
    assert decode_manifest(data) == entries
    assert list(json.loads(data)["files"]) == sorted(entries)
    assert data.count(b"\n") == len(entries) + 2


@given(st.text("0123456789abcdef"), st.sets(paths))
def test_journals_come_back(manifest: str, found: set[str]) -> None:
    assert decode_journal(encode_journal(manifest, found)) == Journal(1, manifest, tuple(sorted(found)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"version": 1}',
        b'{"version": 2, "manifest": "", "paths": []}',
        b'{"version": 1, "manifest": "", "paths": ["manifest.json"]}',
        b"[" * 200_000,
        b'{"x": ' + b"[" * 200_000,
    ],
)
def test_what_is_no_journal(data: bytes) -> None:
    assert decode_journal(data) is None
    assert decode_manifest(data) is None


@given(st.binary())
def test_no_bytes_are_a_surprise(data: bytes) -> None:
    decode_manifest(data)
    decode_journal(data)


@given(st.text())
def test_a_safe_path_stays_inside(path: str) -> None:
    if is_safe(path):
        assert not {"", ".", ".."} & set(path.split("/"))
