"""Clients who are slow, endless, too many, or never read: each is refused or cut off, and the others are served."""

from __future__ import annotations

import json
import resource
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import urlsplit

import httpx
import psutil
import pytest

from storytailor_dagster.api.serve import MOST_HEAD_BYTES, MOST_UNREAD_BYTES, Deadlines, most_connections
from storytailor_dagster.ledger import Ledger
from storytailor_dagster.settings import inherited_environment
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.api.conftest import FAMILY, ISSUER, SECRET, client_of, serving, settings, token
from storytailor_dagster_tests.conftest import emptied
from storytailor_dagster_tests.emulator.server import address, listening

STORIES = "/api/v1/stories"
SOON = Deadlines(arrival=0.5, reading=0.5, parting=0.1)
POST = b"POST /api/v1/stories HTTP/1.1\r\nHost: a\r\n"


@pytest.fixture
def database(postgres_18: str) -> str:
    """One server will do: nothing here is the database's."""
    return emptied(postgres_18)


@pytest.fixture
def hurried(database: str) -> Iterator[str]:
    """The API, with little patience."""
    with serving(settings(database), deadlines=SOON) as found:
        yield found


@pytest.fixture
def patient(database: str) -> Iterator[str]:
    """The API, which lets everybody take their time."""
    with serving(settings(database), deadlines=Deadlines(parting=0.1)) as found:
        yield found


def connected(url: str, *, window: int | None = None) -> socket.socket:
    found = socket.socket()
    if window is not None:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    found.settimeout(20)
    found.connect((str(urlsplit(url).hostname), urlsplit(url).port))
    return found


def said(to: socket.socket) -> tuple[int, str]:
    """The status and the code of all that comes until the end."""
    came = b""
    while piece := to.recv(65_536):
        came += piece
    head, _, body = came.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)["code"]


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"POST /api",
        POST + b"Accept: appl",
        POST + b"Content-Length: 200\r\n\r\n{",
        POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\nTrailer: wi",
    ],
    ids=["nothing", "half a line", "half a head", "half a body", "a chunk and no end", "half a trailer"],
)  # fmt: skip
def test_a_request_that_does_not_arrive_is_ended(hurried: str, sent: bytes) -> None:
    with connected(hurried) as slow, connected(hurried) as quick:
        slow.sendall(sent)
        quick.sendall(b"GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert quick.recv(12) == b"HTTP/1.1 200"
        assert said(slow) == (408, "TOO_SLOW")


def test_a_connection_that_is_kept_open_by_line_ends_alone_is_ended(hurried: str) -> None:
    with connected(hurried) as slow:
        slow.sendall(b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")
        assert slow.recv(12) == b"HTTP/1.1 200"
        slow.sendall(b"\r\n")
        while slow.recv(65_536):
            pass


@pytest.mark.parametrize(
    ("begins", "goes_on"),
    [
        (b"GET /", b"a" * 60_000),
        (b"GET / HTTP/1.1\r\nX: ", b"a" * 60_000),
        (b"GET / HTTP/1.1\r\n", b"X: a\r\n" * 10_000),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"a" * 60_000 + b"\r\n{\r\n"),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: a\r\n" * 10_000),
    ],
    ids=["an address", "a header", "headers", "chunks' extensions", "trailers"],
)
def test_an_endless_head_is_refused_within_its_bound(patient: str, begins: bytes, goes_on: bytes) -> None:
    with connected(patient) as endless:
        endless.sendall(begins)
        sent = threading.Thread(target=_as_much_as_it_takes, args=(endless, goes_on))
        sent.start()
        status, code = said(endless)
        endless.close()
        sent.join()
    assert (status, code) == (431, "HEAD_TOO_LARGE")


def _as_much_as_it_takes(to: socket.socket, piece: bytes) -> None:
    with suppress(OSError):
        _send(to, piece, times=400)


def test_an_ordinary_head_is_none_of_these(url: str) -> None:
    large = {f"X-{number}": "a" * 1000 for number in range(MOST_HEAD_BYTES // 1100)}
    assert httpx.get(f"{url}/health/live", headers=large).status_code == 200


def test_what_is_no_request_is_refused(patient: str) -> None:
    for nonsense in (b"\x16\x03\x01\x02\x00\x01", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nA\x00b: c\r\n\r\n"):
        with connected(patient) as client:
            client.sendall(nonsense)
            assert said(client) == (400, "MALFORMED_REQUEST")


def test_a_reader_of_events_who_does_not_read_is_cut_off_and_another_hears_on(hurried: str, ledger: Ledger) -> None:
    story = ledger.insert_story(creator_user_id=FAMILY, metadata={"theme": "x" * 200_000})
    path = f"{STORIES}/{story}/events"
    asks = f"GET {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token(FAMILY)}\r\n\r\n".encode()
    with (
        client_of(hurried, FAMILY) as client,
        client.stream("GET", path) as on,
        connected(hurried, window=4096) as slow,
    ):
        slow.sendall(asks)
        assert slow.recv(12) == b"HTTP/1.1 200"
        heard = (line for line in on.iter_lines() if line.startswith("id:"))
        connections = _of_clients(hurried)
        while _of_clients(hurried) >= connections:
            ledger.ask(subject_id=story, parts=[Part.COVER], priority="high")
            assert next(heard)


def _of_clients(url: str) -> int:
    """Connections that this process serves there."""
    here = psutil.Process().net_connections("tcp")
    return sum(one.laddr.port == urlsplit(url).port and one.status == "ESTABLISHED" for one in here)


def test_a_websocket_that_only_pings_and_never_reads_is_cut_off(hurried: str) -> None:
    with connected(hurried, window=4096) as client:
        client.sendall(
            f"GET /realtime/v1/websocket?apikey={token(FAMILY)} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n".encode()
            + b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
        )
        assert client.recv(12) == b"HTTP/1.1 101"
        pings = (b"\x89\xfd\x00\x00\x00\x00" + b"p" * 125) * 1000
        with pytest.raises(OSError, match=r"reset|[Bb]roken pipe"):
            _send(client, pings, times=20 * MOST_UNREAD_BYTES // len(pings))


def _send(to: socket.socket, piece: bytes, *, times: int) -> None:
    for _ in range(times):
        to.sendall(piece)
    to.recv(1)


@contextmanager
def with_few_files(dsn: str, files: int) -> Iterator[tuple[str, int]]:
    """The API in a process that may open so many files; its address and how many connections it takes."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    few = (files, before[1])
    with listening() as free:
        url = address(free)
    environment = inherited_environment() | {
        "DATABASE_URL": dsn,
        "SUPABASE_JWT_SECRET": SECRET,
        "SUPABASE_JWT_ISSUER": ISSUER,
    }
    command = (
        sys.executable,
        "-m",
        "storytailor_dagster.api",
        "--port",
        str(urlsplit(url).port),
        "--log-level",
        "error",
    )
    process = subprocess.Popen(
        command, env=environment, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, few)
    )
    try:
        while process.poll() is None:
            try:
                if httpx.get(f"{url}/health/ready").status_code == 200:
                    break
            except httpx.TransportError:
                continue
        yield url, files // 2
    finally:
        process.terminate()
        process.wait(20)


def test_more_connections_than_there_are_files_for_are_refused_and_the_api_recovers(database: str) -> None:
    with with_few_files(database, 128) as (url, most), client_of(url, FAMILY) as family:
        family.get(STORIES)
        with ExitStack() as stack:
            for _ in range(most - 1):
                stack.enter_context(connected(url))
            for _ in range(3):
                refused = stack.enter_context(connected(url))
                assert said(refused) == (503, "TOO_MANY_CONNECTIONS")
            assert family.post(STORIES, json={"storyIdea": "a kite"}).status_code == 201
        while httpx.get(f"{url}/health/ready").status_code != 200:
            pass


@contextmanager
def idle_connections(at_most: int) -> Iterator[int]:
    """This process may serve so many, and be their clients; fewer where the machine's limit on open files is low."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    others = 1000
    files = 2 * at_most + others
    if before[1] != resource.RLIM_INFINITY:
        files = min(files, before[1])
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, before[1]))
    try:
        yield (files - others) // 2
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_thousands_who_connect_and_say_nothing_keep_nobody_from_being_served(database: str) -> None:
    unhurried = Deadlines(arrival=3600.0, parting=0.1)
    with idle_connections(2000) as most, serving(settings(database), deadlines=unhurried) as url, ExitStack() as stack:
        for _ in range(most):
            stack.enter_context(connected(url))
        while _of_clients(url) < most:
            pass
        with client_of(url, FAMILY) as family:
            story = family.post(STORIES, json={"storyIdea": "a kite"}).json()["data"]["id"]
            assert family.get(f"{STORIES}/{story}").status_code == 200
        assert _of_clients(url) >= most


def test_connections_leave_files_for_the_database() -> None:
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert 0 < most_connections() < files
