"""The command `publish`: what it sends and says, and with which status it ends."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipsegen.write.lock import hold
from ipsegen.write.output import Output, write_site
from ipsegen.write.releases import Place
from tests.bucket import NAME, Store, store
from tests.command import NOW, QUOTE, SITE, Result, environment, run, run_process, write

MORE = "content/quotes/2024/11/second.yaml"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive and its site."""
    root = write(tmp_path_factory.mktemp("built") / "root", SITE)
    assert run("build", "--now", NOW, root=root).status == 0
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "root"))


@pytest.fixture(scope="module")
def server() -> Iterator[Store]:
    with store() as found:
        yield found


@pytest.fixture
def bucket(server: Store) -> Store:
    server.empty()
    return server


def site_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def to_folder(root: Path, *options: str) -> Result:
    return run("publish", f"file://{root.parent}/www/site", *options, root=root)


def to_bucket(root: Path, bucket: Store, *options: str, place: str = f"s3://{NAME}") -> Result:
    return run("publish", place, *options, root=root, env=bucket.environment)


def add_a_quote(root: Path) -> None:
    write(root, {MORE: SITE[QUOTE].replace("2024-10-28", "2024-11-05").replace("Today", "Once more")})
    assert run("build", "--now", NOW, root=root).status == 0


def small(folder: Path, *paths: str) -> None:
    """A site of a few files, where a whole archive is not needed."""
    write_site(folder, [Output(path, path.encode()) for path in paths])


def test_a_site_goes_into_a_folder_whole(root: Path) -> None:
    done = to_folder(root)
    assert (done.status, done.out) == (0, "")
    assert site_of(root.parent / "www/site") == site_of(root / "output")
    files = len(site_of(root / "output")) - 1
    assert done.err == (
        f"published to {root.parent}/www/site: {files} files sent ({files} new, 0 changed), 0 unchanged, 0 removed, "
        "0 kept for old pages\n"
    )
    assert to_folder(root).err == f"{root.parent}/www/site holds this site already: {files} files\n"


def test_a_site_goes_into_a_bucket_whole(root: Path, bucket: Store) -> None:
    done = to_bucket(root, bucket, place=f"s3://{NAME}/my/site/")
    assert (done.status, done.out) == (0, "")
    assert done.err.startswith(f"published to s3://{NAME}/my/site/: ")
    sent = bucket.objects("my/site/")
    assert {path: sent[path] for path in site_of(root / "output")} == site_of(root / "output")
    assert bucket.headers("my/site/feed.xml")[0] == "application/atom+xml; charset=utf-8"
    sheet = next(path for path in sent if path.startswith("assets/") and path.endswith(".css"))
    assert bucket.headers(f"my/site/{sheet}") == ("text/css; charset=utf-8", "public, max-age=31536000, immutable")
    assert bucket.wire.damaged == []
    assert "holds this site already" in to_bucket(root, bucket, place=f"s3://{NAME}/my/site").err


def test_a_new_quote_sends_what_it_changes(root: Path, bucket: Store) -> None:
    assert to_folder(root).status == to_bucket(root, bucket).status == 0
    add_a_quote(root)
    for done in (to_folder(root), to_bucket(root, bucket)):
        assert done.status == 0
        figures = re.search(r"(\d+) files sent \((\d+) new, (\d+) changed\), (\d+) unchanged, 0 removed", done.err)
        assert figures is not None
        files, new, changed, same = map(int, figures.groups())
        assert files == new + changed
        assert min(new, changed, same) > 0
    sent = bucket.objects()
    assert {path: sent[path] for path in site_of(root / "output")} == site_of(root / "output")


def test_each_file_is_named_with_v(root: Path, bucket: Store) -> None:
    small(root / "two", "index.html", "old.html", "a.html", "assets/1.css", "b.html", "c.html", "d.html")
    assert run("publish", f"s3://{NAME}", "--output", str(root / "two"), root=root, env=bucket.environment).status == 0
    small(root / "two", "index.html", "new.html", "a.html", "assets/2.css", "b.html", "c.html", "d.html")
    done = run("-v", "publish", f"s3://{NAME}", "--output", str(root / "two"), root=root, env=bucket.environment)
    assert done.err.splitlines()[:-1] == [
        "new: assets/2.css", "new: new.html", "removed: old.html", "kept for now: assets/1.css",
    ]  # fmt: skip
    quiet = run("-q", "publish", f"s3://{NAME}", "--allow-deletions", root=root, env=bucket.environment)
    assert (quiet.status, quiet.err) == (0, "")


# What is asked first.


def test_a_dry_run_says_what_would_be_done_and_changes_nothing(root: Path, bucket: Store) -> None:
    done = to_folder(root, "--dry-run")
    assert (done.status, done.out) == (0, "")
    assert done.err.startswith(f"would be published to {root.parent}/www/site: ")
    assert done.err.endswith("\nnothing was changed: --dry-run\n")
    assert not (root.parent / "www").exists()
    assert to_bucket(root, bucket, "--dry-run").status == 0
    assert bucket.wire.changes() == []
    to_folder(root)
    before = sorted(path for path in (root.parent / "www").rglob("*"))
    add_a_quote(root)
    assert " new, " in to_folder(root, "--dry-run").err
    assert sorted(path for path in (root.parent / "www").rglob("*")) == before


@pytest.mark.parametrize("place", ["file", "s3"])
def test_more_than_a_fifth_of_the_addresses_is_only_deleted_if_that_is_said(
    root: Path, bucket: Store, place: str
) -> None:
    def publish(*options: str) -> Result:
        return to_folder(root, *options) if place == "file" else to_bucket(root, bucket, *options)

    small(root / "output-of-old", "index.html", *(f"{number}.html" for number in range(9)))
    old, new = ("--output", str(root / "output-of-old")), ("--output", str(root / "output-of-new"))
    small(root / "output-of-new", "index.html", *(f"{number}.html" for number in range(6)))
    assert publish(*old).status == 0
    refused = publish(*new)
    assert (refused.status, refused.out) == (2, "")
    assert "3 addresses" in refused.err
    assert "--allow-deletions" in refused.err
    asked = publish(*new, "--dry-run")
    assert (asked.status, asked.out) == (0, "")
    assert asked.err.endswith("\n3 addresses would vanish, which is refused without --allow-deletions\n")
    assert "holds this site already" in publish(*old).err
    assert "3 removed" in publish(*new, "--allow-deletions").err


@pytest.mark.parametrize(
    ("destination", "said"),
    [
        ("/srv/www/site", "file:///srv/www/site"),
        ("ftp://host/x", "s3://bucket/prefix"),
        ("file://host/x", "names a machine"),
        ("file:///srv/%2e%2e/x", "names no folder"),
        ("s3://", "names no bucket"),
        ("file:///", "the root of the file system"),
    ],
)
def test_a_place_that_cannot_be_is_wrong_usage(root: Path, destination: str, said: str) -> None:
    done = run("publish", destination, root=root)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("folder", ["root", "root/content", "root/output", "root/output/x", "home"])
def test_a_folder_where_it_would_do_harm_is_refused(root: Path, folder: str) -> None:
    (root.parent / "home").mkdir()
    before = site_of(root.parent)
    done = run("publish", f"file://{root.parent / folder}", root=root, env={"HOME": str(root.parent / "home")})
    assert (done.status, done.out) == (2, "")
    assert "a site cannot be published to" in done.err
    assert site_of(root.parent) == before


def test_a_folder_that_is_no_finished_site_is_refused(root: Path, bucket: Store) -> None:
    (root / "output/index.html").write_text("not as it was built")
    for done in (to_folder(root), to_bucket(root, bucket)):
        assert (done.status, done.out) == (2, "")
        assert "holds 'index.html' otherwise than its manifest.json says; build it again: ipsegen build" in done.err
    shutil.rmtree(root / "output")
    done = to_folder(root)
    assert done.status == 2
    assert "build the site first: ipsegen build" in done.err
    assert not (root.parent / "www").exists()
    assert bucket.objects() == {}


def test_what_others_put_into_the_output_is_not_sent_and_named(root: Path) -> None:
    (root / "output/mine.txt").write_text("mine")
    (root / "output/link").symlink_to("/etc/passwd")
    done = to_folder(root)
    assert done.status == 0
    assert "not sent, not of the site: link\nnot sent, not of the site: mine.txt\n" in done.err
    assert not {"mine.txt", "link"} & {path.name for path in (root.parent / "www/site").iterdir()}


def test_what_others_put_where_it_is_published_is_named(root: Path, bucket: Store) -> None:
    bucket.put({"mine.txt": b"mine"})
    assert f"kept, not ours: s3://{NAME}/mine.txt\n" in to_bucket(root, bucket).err
    to_folder(root)
    (root.parent / "www/site/mine.txt").write_text("mine")
    assert "mine.txt\n" in to_folder(root).err


# Others at work.


def test_while_a_build_is_under_way_nothing_is_published(root: Path) -> None:
    with hold(root / "output"):
        done = to_folder(root)
    assert (done.status, done.out) == (75, "")
    assert f"process {os.getpid()}" in done.err
    assert done.err.endswith("; wait until it ends, and publish again\n")
    assert not (root.parent / "www/site").exists()


def test_two_publications_at_once(root: Path) -> None:
    with Place(root.parent / "www/site").held():
        done = to_folder(root)
    assert done.status == 75
    assert "another publication holds" in done.err


# Failures.


def test_a_bucket_that_is_not_there_is_wrong_usage(root: Path, bucket: Store) -> None:
    done = to_bucket(root, bucket, place="s3://no-such-bucket/x")
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        "ipsegen: there is no bucket for 's3://no-such-bucket/x/'; make it first, or mend its name: s3://bucket/prefix\n"
    )


def test_without_the_right_to_write_the_rights_are_named(root: Path, bucket: Store) -> None:
    bucket.heal()
    bucket.wire.fail_at = 1
    done = to_bucket(root, bucket)
    assert done.status == 3
    assert "AccessDenied" in done.err
    assert "s3:PutObject" in done.err
    assert len(done.err.splitlines()) == 1


def test_without_credentials_the_way_to_some_is_named(root: Path, bucket: Store) -> None:
    none = {key: value for key, value in bucket.environment.items() if "_KEY" not in key}
    # Another process: boto3 keeps what it found for the life of one.
    done = run_process("publish", f"s3://{NAME}", root=root, env=none)
    assert done.status == 3
    assert "AWS_PROFILE" in done.err
    assert "Traceback" not in done.err


def test_without_a_network_it_says_so(root: Path, bucket: Store) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    done = run("publish", f"s3://{NAME}", root=root, env={**bucket.environment, "AWS_ENDPOINT_URL": address})
    assert done.status == 3
    assert "is there a network?" in done.err
    assert "Traceback" not in done.err
    done = run("publish", f"s3://{NAME}", root=root, env={**bucket.environment, "AWS_ENDPOINT_URL": "nowhere"})
    assert done.status == 3
    assert "AWS_ENDPOINT_URL" in done.err


def test_a_full_disk_is_a_short_message_and_leaves_what_is_served(root: Path) -> None:
    assert to_folder(root).status == 0
    before = site_of(root.parent / "www/site")
    add_a_quote(root)
    limited = (
        "import resource, runpy, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (900, 900))\n"
        "runpy.run_module('ipsegen', run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "-C", str(root), "publish", f"file://{root.parent}/www/site"],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert site_of(root.parent / "www/site") == before


def test_in_a_process_of_its_own(root: Path) -> None:
    """The command loads nothing of S3 where it publishes into a folder."""
    script = (
        "import sys\n"
        "from ipsegen.cli import main\n"
        "try:\n"
        f"    main(['-C', {str(root)!r}, '-q', 'publish', 'file://{root.parent}/www/site'])\n"
        "except SystemExit as end:\n"
        "    print(end.code, sorted({'boto3', 'botocore', 'rich'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "0 []\n"
    assert run_process("publish", f"file://{root.parent}/www/site", root=root).status == 0
