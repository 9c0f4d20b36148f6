"""A site published into a bucket: what is sent and in which order, what is deleted, and what a broken upload leaves."""

import itertools
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from unittest import mock

import pytest
from write_scenes import Site, broken_links, build, page

from ipsegen.object_headers import headers_of
from ipsegen.render.text_files import LASTING
from ipsegen.write.bucket import LEDGER, Bucket
from ipsegen.write.difference import Difference, difference
from ipsegen.write.finished import look_at_finished
from ipsegen.write.folder import RefusedOutput
from ipsegen.write.manifest import MANIFEST
from ipsegen.write.objects import Client, NotPublished, Objects, connect
from tests.bucket import NAME, Store, store

OLD = {
    "index.html": page("a/index.html", "b/index.html", "assets/1.css"),
    "a/index.html": page("b/index.html", "assets/1.css"),
    "b/index.html": page("index.html"),
    "feed.xml": page("a/index.html"),
    "same.html": page("index.html"),
    "assets/1.css": page(),
}
NEW = {
    "index.html": page("a/index.html", "c/index.html", "assets/2.css", "same.html"),
    "a/index.html": page("c/index.html", "assets/2.css"),
    "c/index.html": page("new/ly/index.html"),
    "new/ly/index.html": page("index.html", "assets/3.js"),
    "feed.xml": page("c/index.html"),
    "same.html": page("index.html"),
    "assets/2.css": page("assets/3.js"),
    "assets/3.js": page(),
}
THIRD = {"index.html": page("c/index.html"), "c/index.html": page("index.html", text="third")}
FOREIGN = {"mine.txt": b"mine", "assets/theirs.css": b"theirs", "b/notes/": b""}


@pytest.fixture(scope="module")
def bucket() -> Iterator[Store]:
    with store() as found, mock.patch.dict(os.environ, found.environment):
        yield found
        client.cache_clear()


@pytest.fixture(autouse=True)
def _empty(bucket: Store) -> None:
    bucket.empty()


@cache
def client() -> Client:
    """To make one takes longer than to send these sites."""
    return connect()


def publish(folder: Path, site: Site, prefix: str = "") -> Difference:
    build(folder, site)
    finished = look_at_finished(folder)
    target = Bucket(Objects(NAME, prefix, client()), headers_of)
    change = difference(finished.entries, target.look(finished, quiet), LASTING)
    target.send(finished, change, quiet)
    return change


def quiet(_stage: str, done: int, total: int) -> None:
    assert 0 < done <= total


def text(objects: Mapping[str, bytes]) -> dict[str, str]:
    return {path: data.decode() for path, data in objects.items() if path not in {LEDGER, MANIFEST, *FOREIGN}}


def site_in(bucket: Store, prefix: str = "") -> dict[str, str]:
    return text(bucket.objects(prefix))


@pytest.mark.parametrize("prefix", ["", "my/site of ü/"])
def test_a_site_is_sent_whole_and_then_only_what_changed(bucket: Store, tmp_path: Path, prefix: str) -> None:
    publish(tmp_path / "output", OLD, prefix)
    assert site_in(bucket, prefix) == OLD
    assert bucket.objects(prefix)[MANIFEST] == (tmp_path / "output" / MANIFEST).read_bytes()
    bucket.heal()
    change = publish(tmp_path / "output", NEW, prefix)
    assert change.same == ("same.html",)
    assert change.carried == ("assets/1.css",)
    assert change.gone == ("b/index.html",)
    assert site_in(bucket, prefix) == {**NEW, "assets/1.css": OLD["assets/1.css"]}
    assert f"PUT {prefix}same.html" not in bucket.wire.changes()
    assert bucket.wire.damaged == []


def test_the_same_site_again_changes_nothing(bucket: Store, tmp_path: Path) -> None:
    publish(tmp_path / "output", OLD)
    publish(tmp_path / "output", NEW)
    bucket.heal()
    assert publish(tmp_path / "output", NEW).is_settled
    assert bucket.wire.changes() == []
    assert "assets/1.css" in bucket.objects()


def test_assets_of_the_site_before_go_the_next_time(bucket: Store, tmp_path: Path) -> None:
    for site in (OLD, NEW, THIRD):
        publish(tmp_path / "output", site)
    assert site_in(bucket) == {**THIRD, **{path: NEW[path] for path in ("assets/2.css", "assets/3.js")}}


def test_the_order_is_leaves_then_pages_then_what_changed_then_the_manifest_then_deletions(
    bucket: Store, tmp_path: Path
) -> None:
    publish(tmp_path / "output", OLD)
    bucket.heal()
    publish(tmp_path / "output", NEW)
    calls = bucket.wire.changes()
    stages = [
        {f"PUT {LEDGER}"},
        {"PUT assets/2.css", "PUT assets/3.js"},
        {"PUT c/index.html", "PUT new/ly/index.html"},
        {"PUT feed.xml"},
        {"PUT a/index.html"},
        {"PUT index.html"},
        {f"PUT {MANIFEST}"},
        {"DELETE b/index.html"},
        {f"PUT {LEDGER}"},
    ]
    for stage in stages:
        now, calls = set(calls[: len(stage)]), calls[len(stage) :]
        assert now == stage
    assert calls == []


@pytest.mark.parametrize(
    ("first", "then", "following"),
    [(None, NEW, NEW), (None, NEW, OLD), (OLD, NEW, NEW), (OLD, NEW, OLD), (NEW, OLD, THIRD)],
)
def test_an_upload_that_dies_anywhere_breaks_no_link_and_the_next_one_converges(
    bucket: Store, tmp_path: Path, first: Site | None, then: Site, following: Site
) -> None:
    for number in itertools.count(1):
        bucket.empty()
        bucket.put(FOREIGN)
        if first is not None:
            publish(tmp_path / "output", first)
        bucket.heal()
        bucket.wire.fail_at = number
        try:
            publish(tmp_path / "output", then)
        except NotPublished as failure:
            assert "publish" in failure.hint  # noqa: PT017 - that there is a way out, whichever it is
        else:
            break
        standing = site_in(bucket)
        if first is not None or "index.html" in standing:
            assert broken_links(standing) == []
        bucket.heal()
        publish(tmp_path / "output", following)
        assert {path: data for path, data in bucket.objects().items() if path in FOREIGN} == FOREIGN
        left = site_in(bucket)
        assert broken_links(left) == []
        assert {path: left[path] for path in following} == following
        assert all(path.startswith("assets/") for path in left.keys() - following.keys())
        publish(tmp_path / "output", {**following, "index.html": page()})
        publish(tmp_path / "output", following)
        assert site_in(bucket) == following, number
    assert number > len(then)


def test_objects_of_others_are_never_deleted_and_are_named(bucket: Store, tmp_path: Path) -> None:
    bucket.put(FOREIGN)
    build(tmp_path / "output", OLD)
    finished = look_at_finished(tmp_path / "output")
    there = Bucket(Objects(NAME, "", client()), headers_of).look(finished, quiet)
    assert there.foreign == tuple(sorted(f"s3://{NAME}/{path}" for path in FOREIGN))
    for site in (OLD, NEW, THIRD):
        publish(tmp_path / "output", site)
    assert {path: data for path, data in bucket.objects().items() if path in FOREIGN} == FOREIGN


def test_an_object_of_others_in_the_way_is_refused_and_nothing_is_sent(bucket: Store, tmp_path: Path) -> None:
    bucket.put({"index.html": b"a site of somebody's", "manifest.json": b'{"name": "an app"}'})
    before = bucket.objects()
    with pytest.raises(RefusedOutput, match="was not written by ipsegen"):
        publish(tmp_path / "output", OLD)
    assert bucket.objects() == before
    bucket.delete("index.html")
    with pytest.raises(RefusedOutput, match=r"manifest\.json"):
        publish(tmp_path / "output", OLD)
    bucket.delete("manifest.json")
    publish(tmp_path / "output", OLD)
    bucket.put({"c/index.html": b"put there by somebody"})
    with pytest.raises(RefusedOutput, match=r"c/index\.html"):
        publish(tmp_path / "output", NEW)
    assert site_in(bucket) == {**OLD, "c/index.html": "put there by somebody"}


def test_another_prefix_is_another_place(bucket: Store, tmp_path: Path) -> None:
    publish(tmp_path / "one", OLD, "one/")
    publish(tmp_path / "two", NEW, "one/more/")
    assert site_in(bucket, "one/more/") == NEW
    publish(tmp_path / "one", THIRD, "one/")
    assert site_in(bucket, "one/more/") == NEW


@pytest.mark.parametrize("lost", [[MANIFEST], [LEDGER], [MANIFEST, LEDGER]])
@pytest.mark.parametrize("damaged", [True, False])
def test_where_the_manifest_or_ledger_is_lost_all_is_compared(
    bucket: Store, tmp_path: Path, lost: list[str], *, damaged: bool
) -> None:
    publish(tmp_path / "output", OLD)
    bucket.put(FOREIGN)
    bucket.delete(*lost)
    if damaged:
        bucket.put(dict.fromkeys(lost, b"{"))
    bucket.heal()
    change = publish(tmp_path / "output", NEW)
    assert change.same == ("same.html",)
    found = site_in(bucket)
    assert {path: found[path] for path in NEW} == NEW
    assert FOREIGN.keys() <= bucket.objects().keys()
    assert publish(tmp_path / "output", NEW).is_settled


@pytest.mark.parametrize("hides_etags", [True, False])
def test_what_others_changed_is_sent_again_also_where_its_size_is_the_same(
    bucket: Store, tmp_path: Path, *, hides_etags: bool
) -> None:
    bucket.wire.hides_etags = hides_etags
    publish(tmp_path / "output", OLD)
    bucket.put({"same.html": OLD["same.html"].swapcase().encode(), "feed.xml": b"cut"})
    bucket.delete("a/index.html")
    change = publish(tmp_path / "output", OLD)
    assert (change.new, change.changed) == (("a/index.html",), ("feed.xml", "same.html"))
    assert site_in(bucket) == OLD
    assert publish(tmp_path / "output", OLD).is_settled


def test_each_object_is_served_as_the_headers_say(bucket: Store, tmp_path: Path) -> None:
    rules = (
        "/*\n  X-All: yes\n\n/assets/*\n  Cache-Control: immutable\n\n/feed.xml\n  Content-Type: application/atom+xml\n"
    )
    publish(tmp_path / "output", {**OLD, "_headers": rules})
    assert bucket.headers("assets/1.css") == ("text/css; charset=utf-8", "immutable")
    assert bucket.headers("feed.xml")[0] == "application/atom+xml"
    assert bucket.headers("index.html") == ("text/html; charset=utf-8", "public, max-age=0, must-revalidate")
    change = publish(tmp_path / "output", {**OLD, "_headers": rules.replace("immutable", "max-age=9")})
    assert change.changed == ("_headers", "assets/1.css")
    assert bucket.headers("assets/1.css") == ("text/css; charset=utf-8", "max-age=9")


def test_headers_that_a_dead_upload_sent_are_found_out(bucket: Store, tmp_path: Path) -> None:
    rules = "/*\n  X-All: yes\n\n/assets/*\n  Cache-Control: "
    publish(tmp_path / "output", {**OLD, "_headers": f"{rules}immutable\n"})
    bucket.heal()
    bucket.wire.fail_at = 4
    with pytest.raises(NotPublished):
        publish(tmp_path / "output", {**OLD, "_headers": f"{rules}max-age=9\n"})
    assert bucket.headers("assets/1.css")[1] == "max-age=9"
    bucket.heal()
    publish(tmp_path / "output", {**OLD, "_headers": f"{rules}immutable\n"})
    assert bucket.headers("assets/1.css")[1] == "immutable"


def test_a_site_that_another_tool_sent_with_its_manifest_is_taken_over(bucket: Store, tmp_path: Path) -> None:
    build(tmp_path / "output", OLD)
    bucket.put({path: (tmp_path / "output" / path).read_bytes() for path in (*OLD, MANIFEST)})
    publish(tmp_path / "output", NEW)
    assert site_in(bucket) == {**NEW, "assets/1.css": OLD["assets/1.css"]}
    assert bucket.headers("same.html")[0] == "text/html; charset=utf-8"
