"""The output folder is looked at ahead of time where that pays, and what is seen is only believed where it fits."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from write_scenes import build, contents, settle

from ipsegen.write import glance, memory
from ipsegen.write.glance import Glance, glance_at, is_worth_a_glance
from ipsegen.write.memory import decode_memory
from ipsegen.write.output import at_bench, spoiled

SITE = {"index.html": "home", "feed.xml": "feed", "quotes/a/index.html": "a", "quotes/b/index.html": "b"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A site that its memory vouches for."""
    folder = tmp_path / "site" / "output"
    settle(folder, SITE)
    return folder


def seen(folder: Path) -> Glance:
    found = glance_at(folder)
    assert found is not None
    return found


def test_of_a_site_that_nobody_touched_nothing_differs(output: Path) -> None:
    assert seen(output).differing == {}


def test_what_differs_is_named_as_it_is_now(output: Path) -> None:
    (output / "index.html").write_text("HACK")
    (output / "quotes/a/index.html").unlink()
    assert seen(output).differing == {
        "index.html": (output / "index.html").stat(),
        "quotes/a": (output / "quotes/a").stat(),
        "quotes/a/index.html": None,
    }


def test_what_was_seen_is_not_looked_at_again(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = seen(output)
    monkeypatch.setattr("ipsegen.write.standing.differing", lambda *_: pytest.fail("looked"))
    with at_bench(output, glance=ahead) as bench:
        assert spoiled(bench) == []


def test_what_was_seen_of_another_site_is_not_believed(output: Path) -> None:
    ahead = seen(output)
    settle(output, {**SITE, "index.html": "HOME"})
    (output / "index.html").write_text("HACK")
    with at_bench(output, glance=ahead) as bench:
        assert spoiled(bench) == ["index.html"]


def test_where_most_differs_the_rest_is_not_asked_for(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy has none of the times that are remembered."""
    copy = output.parent / "copy"
    shutil.copytree(output.parent, copy)
    monkeypatch.setattr(memory, "_FEW", 1)
    asked: list[str] = []
    real = os.stat

    def counted(path: str, **how: Any) -> os.stat_result:
        asked.append(path)
        return real(path, **how)

    monkeypatch.setattr(os, "stat", counted)
    ahead = seen(copy / "output")
    monkeypatch.undo()
    assert ahead.differing is None
    assert asked == [".", "feed.xml"]
    (copy / "output/index.html").write_text("HACK")
    with at_bench(copy / "output", glance=ahead) as bench:
        assert spoiled(bench) == ["index.html"]
    build(copy / "output", SITE)
    assert contents(copy / "output") == contents(output)


@pytest.mark.parametrize("lost", [".output.ipsegen", ".output.ipsegen/memory", "output"])
def test_where_it_cannot_look_it_says_nothing(output: Path, lost: str) -> None:
    path = output.parent / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert glance_at(output) is None


def test_only_a_large_site_is_worth_it(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_worth_a_glance(output)
    assert not is_worth_a_glance(output.parent / "nothing")
    size = (output.parent / ".output.ipsegen/memory").stat().st_size
    assert decode_memory((output.parent / ".output.ipsegen/memory").read_bytes()) is not None
    monkeypatch.setattr(glance, "_WORTH_IT", size)
    assert is_worth_a_glance(output)
    monkeypatch.setattr(glance, "_WORTH_IT", size + 1)
    assert not is_worth_a_glance(output)
