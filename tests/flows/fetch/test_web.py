"""The polite client against a server of our own on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from flows.fetch import Failure
from flows.fetch.web import Manners, fetch

QUICK = Manners(timeout_seconds=0.4, attempts=3, first_wait_seconds=0.0, between_seconds=0.0, max_bytes=1000)
STAMP = "Sat, 30 Nov 2024 08:00:00 GMT"


class Handler(BaseHTTPRequestHandler):
    """Answers by path; keeps what was asked."""

    asked: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        self.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        body, status, headers = b"title=web\n\xe8\xb1\x86\xe5\x8c\x85:5\xe4\xba\xba", 200, {}
        if self.path == "/tagged":
            headers = {"ETag": '"v1"', "Last-Modified": STAMP}
            if self.headers.get("If-None-Match") == '"v1"':
                status, body = 304, b""
        elif self.path == "/gone":
            status = 404
        elif self.path == "/flaky" and len(self.asked) < 3:
            status, headers = 503, {"Retry-After": "0"}
        elif self.path == "/large":
            body = b"x" * 5000
        elif self.path == "/slow":
            threading.Event().wait(1.0)
        elif self.path == "/moved":
            status, headers = 302, {"Location": "/plain"}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):  # the client went away, as it should
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[tuple[str, list[tuple[str, dict[str, str]]]]]:
    asked: list[tuple[str, dict[str, str]]] = []
    handler = type("Bound", (Handler,), {"asked": asked})
    served = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}", asked
    served.shutdown()
    served.server_close()
    thread.join()


def test_a_page_comes_with_its_origin(server):
    url, asked = server
    ((origin, content),) = fetch([f"{url}/tagged"], manners=QUICK)
    assert content.startswith(b"title=web")
    assert (origin.source_uri, origin.how, origin.etag) == (f"{url}/tagged", "http", '"v1"')
    assert origin.last_modified.isoformat() == "2024-11-30T08:00:00+00:00"
    assert asked[0][1]["user-agent"].startswith("yanbao/")


def test_what_did_not_change_is_not_sent_again(server):
    url, asked = server
    ((origin, _),) = fetch([f"{url}/tagged"], manners=QUICK)
    assert list(fetch([f"{url}/tagged"], [origin], QUICK)) == [origin]
    assert asked[1][1]["if-none-match"] == '"v1"'
    assert asked[1][1]["if-modified-since"] == STAMP


def test_a_passing_fault_is_tried_again_after_a_wait(server):
    url, asked = server
    waits: list[float] = []
    ((origin, _),) = fetch([f"{url}/flaky"], manners=QUICK, sleep=waits.append)
    assert origin.source_uri.endswith("/flaky")
    assert len(asked) == 3
    assert len(waits) == 2


@pytest.mark.parametrize(
    ("path", "reason", "requests"), [("/gone", "http_404", 1), ("/large", "too_large", 1), ("/slow", "timeout", 3)]
)
def test_what_cannot_be_had_is_a_failure_with_its_reason(server, path, reason, requests):
    url, asked = server
    (failure,) = fetch([url + path], manners=QUICK)
    assert isinstance(failure, Failure)
    assert (failure.source_uri, failure.reason) == (url + path, reason)
    assert len(asked) == requests


def test_no_server_and_no_url_are_failures_too():
    found = list(fetch(["http://127.0.0.1:9/x", "http://"], manners=QUICK))
    assert [failure.reason for failure in found] == ["unreachable", "bad_url"]


def test_redirects_are_followed_under_the_url_that_was_given(server):
    url, _ = server
    ((origin, content),) = fetch([f"{url}/moved"], manners=QUICK)
    assert origin.source_uri == f"{url}/moved"
    assert content


def test_failures_become_rejects_until_the_source_answers(stand, server, monkeypatch):
    url, asked = server
    monkeypatch.setattr("flows.fetch.web.fetch.__defaults__", ((), QUICK, lambda seconds: None))
    place = stand()
    first = place.ingest(urls=(f"{url}/gone", f"{url}/tagged"))
    assert (first.documents, first.unfetched, first.faultless) == (1, 1, False)
    (reject,) = place.table("rejects").to_dicts()
    assert (reject["stage"], reject["reason"], reject["document_id"]) == ("fetch", "http_404", None)
    again = place.ingest(urls=(f"{url}/gone", f"{url}/tagged"))
    assert not again.published
    assert asked[-1][1]["if-none-match"] == '"v1"'
    (source,) = place.table("sources").to_dicts()
    assert source["etag"] == '"v1"'
    asked.clear()
    monkeypatch.setattr(Handler, "do_GET", _always)
    mended = place.ingest(urls=(f"{url}/gone",))
    assert mended.documents == 1
    assert place.table("rejects").is_empty()


def _always(self: Handler) -> None:
    body = b"title=back\n\xe8\xb1\x86\xe5\x8c\x85:6\xe4\xba\xba"
    self.send_response(200)
    self.send_header("Content-Length", str(len(body)))
    self.end_headers()
    self.wfile.write(body)
