"""Pieces are read as they were written, by any process that was told of them, or not at all."""

import os
import pickle
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.write.spool import Pieces, Spool

NAMES = st.text(max_size=8)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path)


def filled(spool: Spool, **pieces: bytes) -> Pieces:
    written = spool.write(pieces.items())
    spool.add(written)
    return written


@given(st.lists(st.dictionaries(NAMES, st.binary(max_size=40)), max_size=4))
def test_the_last_piece_of_a_name_is_read(
    tmp_path_factory: pytest.TempPathFactory, batches: list[dict[str, bytes]]
) -> None:
    spool = Spool(tmp_path_factory.mktemp("spool"))
    expected: dict[str, bytes] = {}
    for batch in batches:
        filled(spool, **batch)
        expected.update(batch)
        assert {name: spool.get(name) for name in expected} == expected
    assert spool.get("nothing of that name") is None


def test_what_was_written_is_unknown_until_it_is_added(spool: Spool) -> None:
    pieces = spool.write([("a", b"A")])
    assert spool.get("a") is None
    spool.add(pieces)
    assert spool.get("a") == b"A"


def test_another_spool_in_the_folder_reads_what_it_is_told_of(spool: Spool, tmp_path: Path) -> None:
    filled(spool, a=b"A", b="à".encode() * 1_000)
    assert Spool(tmp_path, spool.pieces()).get("b") == spool.get("b") == "à".encode() * 1_000
    assert Spool(tmp_path).get("b") is None


def test_a_spool_can_be_sent_to_another_process(spool: Spool) -> None:
    filled(spool, a=b"A")
    assert spool.get("a") == b"A"
    sent = pickle.loads(pickle.dumps(spool))
    assert sent.get("a") == b"A"
    filled(spool, b=b"B")
    assert sent.get("b") is None


@pytest.mark.parametrize("place", range(9))
def test_a_damaged_piece_is_none(spool: Spool, place: int) -> None:
    pieces = filled(spool, a=b"A")
    file = spool.folder / pieces.file
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)
    assert spool.get("a") is None


def test_a_file_that_is_cut_short_or_gone_holds_no_pieces(spool: Spool) -> None:
    pieces = filled(spool, a=b"A" * 100)
    file = spool.folder / pieces.file
    whole = file.read_bytes()
    for size in (0, 5, 8, 50):
        file.write_bytes(whole[:size])
        assert Spool(spool.folder, [pieces]).get("a") is None
    file.unlink()
    assert spool.get("a") is None


def test_a_file_begun_anew_gives_no_other_piece_for_one_that_stood_there(spool: Spool, tmp_path: Path) -> None:
    filled(spool, a=b"A")
    assert spool.get("a") == b"A"
    for file in tmp_path.iterdir():
        file.unlink()
    filled(spool, b=b"B")
    assert spool.get("b") == b"B"
    assert Spool(tmp_path, spool.pieces()).get("a") is None


def test_a_file_begun_anew_gives_the_piece_that_it_holds_and_not_the_one_before(spool: Spool, tmp_path: Path) -> None:
    filled(spool, a=b"old")
    assert spool.get("a") == b"old"
    for file in tmp_path.iterdir():
        file.unlink()
    later = spool.copy()
    filled(later, a=b"new")
    assert later.get("a") == b"new"


@pytest.mark.parametrize("size", [0, 1, 4_087, 4_088, 4_089, 4_096, 9_000, 1_000_000])
def test_a_piece_of_any_size_is_read(spool: Spool, size: int) -> None:
    filled(spool, before=b"B", piece=b"x" * size, behind=b"C")
    assert [spool.get(name) for name in ("before", "piece", "behind")] == [b"B", b"x" * size, b"C"]


@pytest.mark.parametrize("kept", [0, 5_000, 9_000])
def test_a_file_that_is_cut_short_while_it_is_read_ends_no_process(spool: Spool, tmp_path: Path, kept: int) -> None:
    filled(spool, **{f"piece-{number}": b"x" * 9_000 for number in range(3)})
    assert spool.get("piece-2") == b"x" * 9_000
    (path,) = tmp_path.glob("*.pieces")
    os.truncate(path, kept)
    assert [spool.get(f"piece-{number}") for number in range(3)] == [None] * 3


def test_a_length_that_was_damaged_asks_for_no_memory(spool: Spool, tmp_path: Path) -> None:
    filled(spool, a=b"x" * 9_000)
    (path,) = tmp_path.glob("*.pieces")
    path.write_bytes(b"\xff\xff\xff\x7f" + path.read_bytes()[4:])
    tracemalloc.start()
    assert spool.get("a") is None
    assert tracemalloc.get_traced_memory()[1] < 100_000
    tracemalloc.stop()
