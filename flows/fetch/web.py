"""URLs as sources: one at a time, with a name, patience, and no more asking than needed."""

from __future__ import annotations

import email.utils
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import httpx

from flows.fetch import Failure
from flows.store.raw import Origin

USER_AGENT = "yanbao/0.1 (+reads documents for research; one request at a time)"
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Manners:
    """How a server is asked: times in seconds."""

    timeout_seconds: float = 30.0
    attempts: int = 4
    first_wait_seconds: float = 1.0
    longest_wait_seconds: float = 60.0
    between_seconds: float = 0.5
    max_bytes: int = 256 * 1024 * 1024


class _TooLargeError(Exception):
    """The body is larger than we take."""


def fetch(
    urls: Sequence[str],
    known: Sequence[Origin] = (),
    manners: Manners = Manners(),
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[tuple[Origin, bytes] | Origin | Failure]:
    """Ask for each URL once: its bytes, its known origin where the server says that nothing changed, or a failure.

    ``known`` is the manifest, oldest first: its newest validators make the request conditional.
    """
    latest = {origin.source_uri: origin for origin in known}
    with httpx.Client(
        headers={"User-Agent": USER_AGENT}, timeout=manners.timeout_seconds, follow_redirects=True
    ) as client:
        for number, url in enumerate(dict.fromkeys(urls)):
            if number:
                sleep(manners.between_seconds)
            yield _ask(client, url, latest.get(url), manners, sleep)


def _ask(
    client: httpx.Client, url: str, known: Origin | None, manners: Manners, sleep: Callable[[float], None]
) -> tuple[Origin, bytes] | Origin | Failure:
    headers = _conditions(known)
    failure = Failure(url, "unreachable", "no attempt was made")
    for attempt in range(manners.attempts):
        wait = min(manners.first_wait_seconds * 2**attempt, manners.longest_wait_seconds)
        try:
            status, answered, body = _get(client, url, headers, manners.max_bytes)
        except _TooLargeError:
            return Failure(url, "too_large", f"more than {manners.max_bytes} bytes")
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            return Failure(url, "bad_url", str(error))
        except httpx.HTTPError as error:
            reason = "timeout" if isinstance(error, httpx.TimeoutException) else "unreachable"
            failure = Failure(url, reason, f"{type(error).__name__}: {error}")
        else:
            if status == httpx.codes.NOT_MODIFIED and known is not None:
                return known
            if status == httpx.codes.OK:
                return _origin(url, answered, body), body
            failure = Failure(url, f"http_{status}", f"the server answered {status}")
            if status not in RETRIED:
                return failure
            wait = min(_seconds(answered.get("retry-after")) or wait, manners.longest_wait_seconds)
        if attempt + 1 < manners.attempts:
            sleep(wait)
    return replace(failure, message=f"{failure.message} ({manners.attempts} attempts)")


def _get(client: httpx.Client, url: str, headers: dict[str, str], most: int) -> tuple[int, httpx.Headers, bytes]:
    with client.stream("GET", url, headers=headers) as response:
        body = bytearray()
        for part in response.iter_bytes():
            body += part
            if len(body) > most:
                raise _TooLargeError
        return response.status_code, response.headers, bytes(body)


def _conditions(known: Origin | None) -> dict[str, str]:
    headers = {}
    if known is not None and known.etag:
        headers["If-None-Match"] = known.etag
    if known is not None and known.last_modified:
        headers["If-Modified-Since"] = email.utils.format_datetime(known.last_modified.astimezone(UTC), usegmt=True)
    return headers


def _origin(url: str, headers: httpx.Headers, body: bytes) -> Origin:
    return Origin(
        document_id=hashlib.sha256(body).hexdigest(),
        source_uri=url,
        how="http",
        fetched_at=datetime.now(UTC),
        etag=headers.get("etag"),
        last_modified=_http_time(headers.get("last-modified")),
    )


def _http_time(text: str | None) -> datetime | None:
    try:
        return email.utils.parsedate_to_datetime(text).astimezone(UTC) if text else None
    except ValueError:
        return None


def _seconds(text: str | None) -> float | None:
    return float(text) if text and text.isdigit() else None
