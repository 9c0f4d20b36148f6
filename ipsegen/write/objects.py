"""The objects of a bucket below a prefix, as S3 and what speaks its protocol keep them.

Owns what is asked of S3 and how, and says in a few words what goes wrong. Does not know which objects make a site.
Credentials, the region and another server than that of AWS are found where boto3 looks for them.
"""

import base64
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any, Final, Protocol, TypeVar

import msgspec

from ipsegen import __version__
from ipsegen.diagnostics import visible
from ipsegen.write.folder import RefusedOutput
from ipsegen.write.manifest import digest

_AT_ONCE: Final = 16
"""So many requests are under way at a time: an answer takes long, and costs this machine little."""

_MARK: Final = {"made-by": "ipsegen"}
_OPTIONS: Final = {
    "cache-control": "CacheControl",
    "content-disposition": "ContentDisposition",
    "content-encoding": "ContentEncoding",
    "content-language": "ContentLanguage",
    "content-type": "ContentType",
}
"""The headers that S3 keeps with an object and sends with it."""

_RIGHTS: Final = "publishing needs the rights s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject"
_REGION: Final = "name the region of the bucket in AWS_REGION"
_SIGN_IN: Final = "name credentials in AWS_PROFILE, or in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
_NETWORK: Final = "is there a network? AWS_ENDPOINT_URL names another server than that of AWS"
_HINTS: Final = {
    "403": _RIGHTS,
    "AccessDenied": _RIGHTS,
    "AuthorizationHeaderMalformed": _REGION,
    "PermanentRedirect": _REGION,
    "ExpiredToken": "sign in again",
    "InvalidAccessKeyId": _SIGN_IN,
    "SignatureDoesNotMatch": _SIGN_IN,
    "NoCredentialsError": _SIGN_IN,
    "PartialCredentialsError": _SIGN_IN,
    "ProfileNotFound": _SIGN_IN,
    "ConnectTimeoutError": _NETWORK,
    "EndpointConnectionError": _NETWORK,
}
"""The way out, by the code of an answer or the kind of failure."""

_GO_ON: Final = "what was sent is there, and every link leads somewhere; publish again to go on"
_Result = TypeVar("_Result")


class NotPublished(Exception):
    """The bucket, or the way to it, failed."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class Client(Protocol):
    """What is asked of S3, in its own words. Safe to be asked from several threads."""

    def list_objects_v2(self, **options: Any) -> dict[str, Any]:
        """A page of a listing."""

    def get_object(self, **options: Any) -> dict[str, Any]:
        """An object."""

    def head_object(self, **options: Any) -> dict[str, Any]:
        """What is known of an object."""

    def put_object(self, **options: Any) -> dict[str, Any]:
        """Send an object."""

    def delete_object(self, **options: Any) -> dict[str, Any]:
        """Delete an object."""


class Listed(msgspec.Struct, frozen=True):
    """What a listing tells of an object: its size, and its ETag, which most buckets make of the MD5 of its bytes."""

    size: int
    etag: str


class Known(msgspec.Struct, frozen=True):
    """What is known of an object."""

    sha256: str
    """Of its bytes, where it was sent with that."""
    headers: dict[str, str]
    """Those that S3 sends with it, by names in small letters."""
    is_ours: bool
    """Whether ipsegen sent it."""


class Objects(msgspec.Struct, frozen=True):
    """The objects of a bucket whose keys begin with `prefix`, which is empty or has `/` at its end. Paths follow it."""

    bucket: str
    prefix: str
    client: Client

    @property
    def address(self) -> str:
        """As it is written on the command line."""
        return f"s3://{self.bucket}/{self.prefix}"

    def list(self) -> dict[str, Listed]:
        """Every object, by its path."""
        listed: dict[str, Listed] = {}
        options = {"Bucket": self.bucket, "Prefix": self.prefix}
        while True:
            with told(self.address):
                page = self.client.list_objects_v2(**options)
            for found in page.get("Contents", ()):
                path = found["Key"].removeprefix(self.prefix)
                listed[path] = Listed(found["Size"], found["ETag"].strip('"'))
            if not page.get("IsTruncated"):
                return listed
            options["ContinuationToken"] = page["NextContinuationToken"]

    def get(self, path: str) -> bytes:
        """All of an object."""
        with told(self.address + path):
            data: bytes = self.client.get_object(**self._at(path))["Body"].read()
        return data

    def ask(self, path: str) -> Known:
        """What is known of an object."""
        with told(self.address + path):
            head = self.client.head_object(**self._at(path), ChecksumMode="ENABLED")
        # What was sent in parts has a checksum of checksums, with their number behind a dash.
        checksum = head.get("ChecksumSHA256", "").partition("-")[0]
        headers = {name: head[option] for name, option in _OPTIONS.items() if option in head}
        return Known(base64.b64decode(checksum).hex(), headers, head.get("Metadata") == _MARK)

    def put(self, path: str, data: bytes, headers: Mapping[str, str]) -> None:
        """Send an object, which S3 compares with its SHA-256 on arrival. Of `headers` those count that S3 keeps."""
        options = {_OPTIONS[name]: value for name, value in kept(headers).items()}
        checksum = base64.b64encode(bytes.fromhex(digest(data))).decode()
        with told(self.address + path):
            self.client.put_object(
                **self._at(path),
                Body=data,
                ChecksumAlgorithm="SHA256",
                ChecksumSHA256=checksum,
                Metadata=_MARK,
                **options,
            )

    def delete(self, path: str) -> None:
        """Delete an object."""
        with told(self.address + path):
            self.client.delete_object(**self._at(path))

    def _at(self, path: str) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": self.prefix + path}


def kept(headers: Mapping[str, str]) -> dict[str, str]:
    """Those of `headers`, by names in small letters, that S3 keeps with an object."""
    return {name: value for name, value in headers.items() if name in _OPTIONS}


def each(work: Callable[[str], _Result], paths: Iterable[str]) -> Iterator[_Result]:
    """Do the work for each path, many at once; the first failure ends it, once those under way are done."""
    failed = Event()

    def unless_failed(path: str) -> _Result:
        # Whoever comes here then began later than what failed, so its result is not asked for any more.
        if failed.is_set():
            raise CancelledError
        try:
            return work(path)
        except BaseException:
            failed.set()
            raise

    with ThreadPoolExecutor(_AT_ONCE) as crew:
        yield from crew.map(unless_failed, paths)


def connect() -> Client:
    """A way to S3. Raises NotPublished where what was set for it is of no use."""
    import boto3
    from botocore.config import Config

    config = Config(
        max_pool_connections=_AT_ONCE,
        connect_timeout=10,
        read_timeout=60,
        user_agent_extra=f"ipsegen/{__version__}",
    )
    try:
        with told("S3"):
            session = boto3.session.Session()
            # Jobs in CI and machines of AWS are told their region so; boto3 itself looks for another name.
            region = session.region_name or os.environ.get("AWS_REGION")
            client: Client = session.client("s3", region_name=region, config=config)
    except ValueError as error:
        raise NotPublished(visible(str(error)), "mend AWS_ENDPOINT_URL") from error
    return client


@contextmanager
def told(what: str) -> Iterator[None]:
    """Say in a few words what goes wrong with `what`. Raises RefusedOutput for no bucket, NotPublished for all else."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        answer = error.response.get("Error", {})
        code, said = str(answer.get("Code", "")), str(answer.get("Message", ""))
        if code in {"NoSuchBucket", "InvalidBucketName"}:
            hint = "make it first, or mend its name: s3://bucket/prefix"
            raise RefusedOutput(f"there is no bucket for '{visible(what)}'", hint) from error
        message = f"'{visible(what)}': S3 answered {visible(code)}, {visible(said)}"
        raise NotPublished(message, _HINTS.get(code, _GO_ON)) from error
    except BotoCoreError as error:
        message = f"'{visible(what)}': {visible(str(error).rstrip('.'))}"
        raise NotPublished(message, _HINTS.get(type(error).__name__, _GO_ON)) from error
