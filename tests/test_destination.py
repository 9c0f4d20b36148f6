"""Where a site may be published to, by what is written on the command line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.destination import DestinationError, ToBucket, ToFolder, read_destination


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ("file:///srv/www/site", "/srv/www/site"),
        ("file:///srv/www/site/", "/srv/www/site"),
        ("FILE:///srv/site", "/srv/site"),
        ("file://localhost/srv/site", "/srv/site"),
        ("file:///srv/my%20site", "/srv/my site"),
        ("file:///srv/my site", "/srv/my site"),
        ("file:///srv/größe", "/srv/größe"),
        ("file:///srv/gr%C3%B6%C3%9Fe", "/srv/größe"),
        ("file:///srv/100%25", "/srv/100%"),
        ("file:///", "/"),
    ],
)
def test_folders(text: str, folder: str) -> None:
    assert read_destination(text) == ToFolder(Path(folder))


@pytest.mark.parametrize(
    ("text", "bucket", "prefix"),
    [
        ("s3://archive", "archive", ""),
        ("s3://archive/", "archive", ""),
        ("s3://archive/site", "archive", "site/"),
        ("s3://archive/site/", "archive", "site/"),
        ("s3://my.archive-1/a/b c/ü", "my.archive-1", "a/b c/ü/"),
        ("S3://archive/.well-known/x..y", "archive", ".well-known/x..y/"),
    ],
)
def test_buckets(text: str, bucket: str, prefix: str) -> None:
    assert read_destination(text) == ToBucket(bucket, prefix)
    assert read_destination(text).address == f"s3://{bucket}/{prefix}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "s3://bucket/prefix"),
        ("site", "file:///srv/www/site"),
        ("/srv/www/site", "write file:///srv/www/site"),
        ("ftp://host/site", "file:///srv/www/site"),
        ("https://bucket.s3.amazonaws.com/", "s3://bucket/prefix"),
        ("file:/srv/site", "file:///"),
        ("file://srv/www/site", "file:///srv/www/site"),
        ("file://host/srv/site", "names a machine, 'host'"),
        ("file://./site", "names a machine, '.'"),
        ("file:///srv/../etc", "without '..'"),
        ("file:///srv/./site", "without '..'"),
        ("file:///srv/%2e%2e/etc", "without '..'"),
        ("file:////srv", "names no folder"),
        ("file:///srv/a%2Fb", "names no folder"),
        ("file:///srv/a%00b", "names no folder"),
        ("file:///srv/a\nb", "names no folder"),
        ("file:///srv/%zz", "names no folder"),
        ("file:///srv/%ff", "names no folder"),
        ("file:///srv/site?x", "'?' or '#'"),
        ("file:///srv/site#x", "'?' or '#'"),
        ("s3://", "names no bucket"),
        ("s3:///site", "names no bucket"),
        ("s3:bucket", "s3://bucket/prefix"),
        ("s3://ab", "a bucket that cannot be, 'ab'"),
        ("s3://user@bucket", "cannot be"),
        ("s3://bucket:80/x", "cannot be"),
        ("s3://bücket/x", "cannot be"),
        ("s3://bucket/a//b", "names no prefix"),
        ("s3://bucket//", "names no prefix"),
        ("s3://bucket/../x", "names no prefix"),
        ("s3://bucket/x/..", "names no prefix"),
        ("s3://bucket/a\\b", "names no prefix"),
        ("s3://bucket/a\nb", "names no prefix"),
        ("s3://bucket/a%20b", "holds an escape"),
        ("s3://bucket/a?b", "'?' or '#'"),
    ],
)
def test_what_names_no_place_is_refused_with_a_way_out(text: str, said: str) -> None:
    with pytest.raises(DestinationError) as refused:
        read_destination(text)
    assert said in f"{refused.value}; {refused.value.hint}"
    assert "\n" not in str(refused.value)
    assert refused.value.hint


@given(
    st.text(max_size=30) | st.text(max_size=30).map("file:///".__add__) | st.text(max_size=30).map("s3://abc/".__add__)
)
def test_any_text_is_a_place_or_refused_and_no_folder_leads_upwards(text: str) -> None:
    try:
        place = read_destination(text)
    except DestinationError:
        return
    if isinstance(place, ToFolder):
        assert place.folder.is_absolute()
        assert ".." not in place.folder.parts
        assert "\0" not in str(place.folder)
    else:
        assert not {"", ".", ".."} & set(place.prefix.split("/")[:-1])
        assert place.prefix == "" or place.prefix.endswith("/")
