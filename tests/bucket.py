"""S3 on this machine (moto), over a socket, which can be made to fail."""

import base64
import hashlib
import io
import logging
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

NAME: Final = "archive"
_DENIED: Final = b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>no more</Message></Error>"
_ETAG: Final = re.compile(rb"(?<=<ETag>&quot;)[0-9a-f]{32}")

Start = Callable[..., Any]


class Wire:
    """What every request goes through on its way to S3."""

    def __init__(self, s3: Callable[[dict[str, Any], Start], Iterable[bytes]]) -> None:
        self._s3 = s3
        self._lock = threading.Lock()
        self.calls: list[str] = []
        """The changes and questions that were asked for: method and key."""
        self.fail_at: int | None = None
        """Which change fails, and all after it."""
        self.hides_etags = False
        """Whether listings tell nothing about bytes, as where a bucket encrypts with a key of somebody's own."""
        self.damaged: list[str] = []
        """Objects that arrived otherwise than their checksum says, or with none."""

    def __call__(self, request: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer a request."""
        method, key = request["REQUEST_METHOD"], request["PATH_INFO"].removeprefix(f"/{NAME}").removeprefix("/")
        with self._lock:
            self.calls.append(f"{method} {key}")
            changes = sum(call.startswith(("PUT ", "DELETE ")) for call in self.calls)
        if self.fail_at is not None and changes >= self.fail_at and method in {"PUT", "DELETE"}:
            start(f"{HTTPStatus.FORBIDDEN} Forbidden", [("Content-Type", "application/xml")])
            return [_DENIED]
        if method == "PUT" and key:
            self._check(key, request)
        answer = b"".join(self._s3(request, start))
        return [_ETAG.sub(b"0" * 32, answer) if self.hides_etags else answer]

    def _check(self, key: str, request: dict[str, Any]) -> None:
        data = request["wsgi.input"].read(int(request["CONTENT_LENGTH"]))
        request["wsgi.input"] = io.BytesIO(data)
        checksum = base64.b64encode(hashlib.sha256(data).digest()).decode()
        if request.get("HTTP_X_AMZ_CHECKSUM_SHA256") != checksum:
            self.damaged.append(key)

    def changes(self) -> list[str]:
        """The keys that were sent or deleted, in order."""
        return [call for call in self.calls if call.startswith(("PUT ", "DELETE "))]


class Store:
    """The bucket, seen past the wire."""

    def __init__(self, address: str, wire: Wire) -> None:
        self.wire = wire
        self.environment: Mapping[str, str] = {
            "AWS_ENDPOINT_URL": address,
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "1",
            "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        }
        self.client = boto3.client(
            "s3", endpoint_url=address, aws_access_key_id="key", aws_secret_access_key="secret", region_name="us-east-1"
        )

    def objects(self, prefix: str = "") -> dict[str, bytes]:
        """Every object with its bytes, by what follows `prefix`."""
        found = self.client.list_objects_v2(Bucket=NAME, Prefix=prefix).get("Contents", [])
        return {
            one["Key"].removeprefix(prefix): self.client.get_object(Bucket=NAME, Key=one["Key"])["Body"].read()
            for one in found
        }

    def put(self, files: Mapping[str, bytes]) -> None:
        """Put objects there that are not of the site, or replace some that are."""
        for key, data in files.items():
            self.client.put_object(Bucket=NAME, Key=key, Body=data)

    def delete(self, *keys: str) -> None:
        """Delete objects."""
        for key in keys:
            self.client.delete_object(Bucket=NAME, Key=key)

    def headers(self, key: str) -> tuple[str, str]:
        """The type of an object, and how long it may be kept."""
        head = self.client.head_object(Bucket=NAME, Key=key)
        return head["ContentType"], head["CacheControl"]

    def empty(self) -> None:
        """Begin anew."""
        self.wire.fail_at, self.wire.hides_etags = None, False
        self.delete(*(one["Key"] for one in self.client.list_objects_v2(Bucket=NAME).get("Contents", [])))
        self.heal()

    def heal(self) -> None:
        """From now on nothing fails, and changes are counted anew."""
        self.wire.fail_at = None
        self.wire.calls.clear()


@contextmanager
def store() -> Iterator[Store]:
    """An empty bucket, until the block ends."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    wire = Wire(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, wire, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        found = Store(f"http://127.0.0.1:{server.server_port}", wire)
        found.client.create_bucket(Bucket=NAME)
        found.empty()
        yield found
        found.empty()
        found.client.delete_bucket(Bucket=NAME)
        found.client.close()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
