"""What is asked of S3, and what is said where it fails."""

from threading import Event
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError

from ipsegen.write.folder import RefusedOutput
from ipsegen.write.objects import Listed, NotPublished, Objects, each


class Scripted:
    """A client that answers as it is told."""

    def __init__(self, *answers: dict[str, Any] | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []

    def _answer(self, **options: Any) -> dict[str, Any]:
        self.asked.append(options)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    list_objects_v2 = get_object = head_object = put_object = delete_object = _answer


def found(*keys: str) -> dict[str, Any]:
    return {"Contents": [{"Key": key, "Size": len(key), "ETag": f'"{key}"'} for key in keys]}


def test_a_listing_goes_on_to_its_last_page() -> None:
    client = Scripted(
        {**found("site/a", "site/b/c"), "IsTruncated": True, "NextContinuationToken": "more"},
        {**found("site/d"), "IsTruncated": True, "NextContinuationToken": "and more"},
        {"IsTruncated": False},
    )
    assert Objects("archive", "site/", client).list() == {
        "a": Listed(6, "site/a"), "b/c": Listed(8, "site/b/c"), "d": Listed(6, "site/d"),
    }  # fmt: skip
    assert [asked.get("ContinuationToken") for asked in client.asked] == [None, "more", "and more"]
    assert {asked["Prefix"] for asked in client.asked} == {"site/"}


@pytest.mark.parametrize(
    ("head", "sha256", "is_ours"),
    [
        ({}, "", False),
        ({"ChecksumSHA256": "qrvM"}, "aabbcc", False),
        ({"ChecksumSHA256": "qrvM-3", "Metadata": {"made-by": "ipsegen"}}, "aabbcc", True),
        ({"Metadata": {"made-by": "somebody"}}, "", False),
    ],
)
def test_what_is_known_of_an_object(head: dict[str, Any], sha256: str, *, is_ours: bool) -> None:
    known = Objects("archive", "", Scripted({**head, "CacheControl": "no-store", "ContentLength": 1})).ask("a")
    assert (known.sha256, known.is_ours, known.headers) == (sha256, is_ours, {"cache-control": "no-store"})


def answered(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "said\nS3"}}, "PutObject")


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (answered("AccessDenied"), "s3:PutObject"),
        (answered("403"), "s3:GetObject"),
        (answered("PermanentRedirect"), "AWS_REGION"),
        (answered("ExpiredToken"), "sign in again"),
        (answered("SignatureDoesNotMatch"), "AWS_SECRET_ACCESS_KEY"),
        (answered("SlowDown"), "publish again to go on"),
        (ClientError({}, "PutObject"), "publish again to go on"),
        (NoCredentialsError(), "AWS_PROFILE"),
        (EndpointConnectionError(endpoint_url="https://s3.example/"), "https://s3.example/"),
    ],
)
def test_a_failure_names_the_object_and_a_way_out_in_one_line(failure: Exception, said: str) -> None:
    with pytest.raises(NotPublished) as told:
        Objects("archive", "site/", Scripted(failure)).put("a\nb", b"", {})
    shown = f"{told.value}; {told.value.hint}"
    assert said in shown
    assert r"'s3://archive/site/a\u000ab'" in shown
    assert "\n" not in shown


def test_a_bucket_that_is_not_there_is_a_refusal() -> None:
    with pytest.raises(RefusedOutput, match="there is no bucket for 's3://archive/'") as told:
        Objects("archive", "", Scripted(answered("NoSuchBucket"))).list()
    assert told.value.hint


def test_the_first_failure_of_many_ends_the_work() -> None:
    done, failing = [], Event()

    def work(path: str) -> None:
        if path == "5":
            failing.set()
            message = "no more"
            raise NotPublished(message, "")
        if int(path) > 5:
            failing.wait()
        done.append(path)

    with pytest.raises(NotPublished):
        list(each(work, map(str, range(100_000))))
    assert len(done) < 99_999
