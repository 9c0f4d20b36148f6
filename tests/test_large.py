"""A large archive, indexed by parts, is the archive that all its records make."""

import pickle
import shutil
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from ipsegen.intake import QUOTES, Intake, take_in
from ipsegen.large import index_large
from ipsegen.load.code import code_digest
from ipsegen.model.archive import Archive
from ipsegen.model.archive_table import encode_archive
from ipsegen.model.examine import Gathered, gather
from ipsegen.model.indexing import build_archive
from ipsegen.model.lazy import Lazy
from ipsegen.write.cache import Cache

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def intake(tmp_path_factory: pytest.TempPathFactory) -> Intake:
    root = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "content", root / "content")
    return take_in(root, Cache(root, root / "output", code_digest()), 1)


def gathered(intake: Intake, *, quotes: bool) -> Gathered:
    pictures, problems = intake.pictures()
    return gather(intake.reads(quotes=quotes), pictures, (*intake.problems, *problems))


def by_parts(intake: Intake, jobs: int, *, drafts: bool = False, strict: bool = False) -> Archive | None:
    site = intake.site()
    assert site is not None
    return index_large(intake, gathered(intake, quotes=False), site, jobs, drafts=drafts, strict=strict)


@pytest.mark.parametrize("drafts", [False, True])
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_archive_by_parts_is_the_archive_of_all_records(intake: Intake, jobs: int, *, drafts: bool) -> None:
    whole, site = gathered(intake, quotes=True), intake.site()
    assert site is not None
    expected = build_archive(whole.records, site, whole.pictures, drafts=drafts)
    found = by_parts(intake, jobs, drafts=drafts)
    assert found is not None
    assert encode_archive(found) == encode_archive(expected)
    assert dict(found.quotes) == dict(expected.quotes)
    assert found.filings == expected.filings
    assert isinstance(found.quotes, Lazy), "no quote is kept in memory"


def test_what_is_the_same_in_several_quotes_is_in_memory_once(intake: Intake) -> None:
    archive = by_parts(intake, 1)
    assert archive is not None
    filings = list(archive.filings.values())
    for one, other in pairwise(filings):
        assert (one.pronounced == other.pronounced) == (one.pronounced is other.pronounced)
        assert (one.contexts == other.contexts) == (one.contexts is other.contexts)


def test_a_fault_in_a_quote_ends_the_indexing(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    (tmp_path / QUOTES / "torn.yaml").write_bytes(b"text: [\n")
    broken = take_in(tmp_path, Cache(tmp_path, tmp_path / "output", code_digest()), 1)
    assert by_parts(broken, 1) is None


def test_the_quotes_of_an_archive_by_parts_can_be_sent_to_other_processes(intake: Intake) -> None:
    archive = by_parts(intake, 1)
    assert archive is not None
    sent = pickle.loads(pickle.dumps(archive))
    assert dict(sent.quotes) == dict(archive.quotes)
    assert msgspec.structs.replace(sent, quotes={}) == msgspec.structs.replace(archive, quotes={})
