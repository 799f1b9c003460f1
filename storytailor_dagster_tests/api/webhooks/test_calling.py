"""One call: to which addresses it goes, to which never, and what endpoints may do without harm."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Sequence
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Address, IPv6Network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import HttpUrl

from storytailor_dagster.api.envelope import Refusal
from storytailor_dagster.api.webhooks.addresses import Addresses, NoAddress, is_public
from storytailor_dagster.api.webhooks.calling import CALL_SECONDS, Answered, Caller, CallFailed
from storytailor_dagster.api.webhooks.rules import Rules
from storytailor_dagster_tests.api.webhooks.certificates import certified
from storytailor_dagster_tests.api.webhooks.names import Names
from storytailor_dagster_tests.api.webhooks.receiver import Answer, Receiver, receiving

HOST = "hooks.app.test"
PUBLIC = "93.184.215.14"


def port_of(receiver: Receiver) -> int:
    return int(receiver.url.rpartition(":")[2])


def called(caller: Caller, url: str, body: bytes = b"{}") -> int:
    return asked(caller, url, body).status


def asked(caller: Caller, url: str, body: bytes = b"{}") -> Answered:
    return asyncio.run(caller.call(url, headers={"webhook-id": "1"}, body=body))


def failed(caller: Caller, url: str) -> str:
    with pytest.raises(CallFailed) as caught:
        called(caller, url)
    return caught.value.code


def free(seconds: float = CALL_SECONDS) -> Caller:
    """One that may call this machine."""
    return Caller(Addresses(allow_private=True), seconds=seconds)


@pytest.mark.parametrize(
    "network",
    [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.2.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    ],
)  # fmt: skip
@given(data=st.data())
def test_no_address_within_a_house_is_public_in_any_writing(network: str, data: st.DataObject) -> None:
    found = IPv4Network(network)
    address = found[data.draw(st.integers(0, found.num_addresses - 1))]
    assert not is_public(str(address))
    assert not is_public(f"::ffff:{address}")
    assert not is_public(f"::{address}")
    assert not is_public(str(IPv6Address((0x64FF9B << 96) + int(address))))
    assert not is_public(str(IPv6Address((0x2002 << 112) + (int(address) << 80) + 1)))


@pytest.mark.parametrize(
    "network",
    [
        "::/16",
        "100::/64",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
        "2001:db8::/32",
        "2001::/32",
        "64:ff9b:1::/48",
    ],
)
@given(data=st.data())
def test_nor_is_one_of_the_newer_kind(network: str, data: st.DataObject) -> None:
    found = IPv6Network(network)
    address = found[data.draw(st.integers(0, found.num_addresses - 1))]
    if address.ipv4_mapped is None:
        assert not is_public(str(address))


@pytest.mark.parametrize(
    "address",
    [PUBLIC, "8.8.8.8", "172.32.0.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", ["", "localhost", "fe80::1%eth0", "1.2.3.4.5", "127.1"])
def test_what_is_no_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "answer",
    [["127.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["10.1.2.3"], ["169.254.169.254"], [PUBLIC, "127.0.0.1"], []],
)
def test_a_name_with_any_address_of_our_own_house_is_not_called(answer: list[str]) -> None:
    with receiving() as receiver:
        caller = Caller(Addresses(allow_private=False, resolve=Names(answer)))
        assert failed(caller, f"https://{HOST}:{port_of(receiver)}/") == "NO_PUBLIC_ADDRESS"
        assert receiver.received == []


def test_a_name_that_means_another_address_when_it_is_called_is_not_called(tmp_path: Path) -> None:
    """Registered with a public address, then turned to loopback (DNS rebinding)."""
    server, client = certified(HOST, tmp_path)
    with receiving(server) as receiver:
        url = f"https://{HOST}:{port_of(receiver)}/hook"
        addresses = Addresses(allow_private=False, resolve=Names([PUBLIC], ["127.0.0.1"]))
        assert asyncio.run(Rules(addresses).check(HttpUrl(url))) == url
        assert failed(Caller(addresses, tls=client), url) == "NO_PUBLIC_ADDRESS"
        assert receiver.received == []


def test_who_is_called_is_who_was_looked_up_and_that_once(tmp_path: Path) -> None:
    """A second look-up would lead to a closed door; TLS and the request go by the name all the same."""
    server, client = certified(HOST, tmp_path)
    asked: list[str | None] = []

    def hello(_: ssl.SSLObject, name: str | None, __: ssl.SSLContext) -> None:
        asked.append(name)

    server.sni_callback = hello
    with receiving(server) as receiver:
        names = Names(["127.0.0.1"], ["127.0.0.2"])
        caller = Caller(Addresses(allow_private=True, resolve=names), tls=client)
        assert called(caller, f"https://{HOST}:{port_of(receiver)}/hook", b'{"a": 1}') == 204
        assert names.asked == [(HOST, port_of(receiver))]
        assert asked == [HOST]
        (received,) = receiver.received
        assert received.headers["host"] == f"{HOST}:{port_of(receiver)}"
        assert (received.path, received.body) == ("/hook", b'{"a": 1}')


@pytest.mark.parametrize("believed", [True, False])
def test_a_certificate_for_another_name_or_of_nobody_is_not_believed(tmp_path: Path, believed: bool) -> None:
    server, client = certified("other.app.test", tmp_path)
    with receiving(server) as receiver:
        addresses = Addresses(allow_private=True, resolve=Names(["127.0.0.1"]))
        caller = Caller(addresses, tls=client if believed else None)
        host = HOST if believed else "other.app.test"
        assert failed(caller, f"https://{host}:{port_of(receiver)}/") == "TLS_FAILED"
        assert receiver.received == []


def test_the_next_address_is_tried_where_nobody_is_at_the_first() -> None:
    with receiving() as receiver:
        addresses = Addresses(allow_private=True, resolve=Names(["127.0.0.2", "127.0.0.1"]))
        assert called(Caller(addresses), f"http://{HOST}:{port_of(receiver)}/") == 204


def test_this_machine_knows_names_and_literals() -> None:
    async def found(host: str) -> tuple[str, ...]:
        return await Addresses(allow_private=True).of(host, 443)

    assert "127.0.0.1" in asyncio.run(found("localhost"))
    assert asyncio.run(found("127.1")) == ("127.0.0.1",)
    for host in ("nowhere.invalid", "a" * 64 + ".test", "a..b"):
        with pytest.raises(NoAddress):
            asyncio.run(found(host))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0x7f.1", "0.0.0.0"])
def test_without_leave_nobody_in_this_machine_is_called(host: str) -> None:
    with receiving() as receiver:
        caller = Caller(Addresses(allow_private=False))
        assert failed(caller, f"https://{host}:{port_of(receiver)}/") == "NO_PUBLIC_ADDRESS"
        assert failed(caller, f"http://{host}:{port_of(receiver)}/") == "NOT_HTTPS"
        assert receiver.received == []


def test_a_registration_waits_for_no_name_server_that_does_not_answer() -> None:
    async def never(_: str, __: int) -> Sequence[str]:
        await asyncio.sleep(3600)
        return []

    rules = Rules(Addresses(allow_private=False, resolve=never), seconds=0.05)
    with pytest.raises(Refusal) as refused:
        asyncio.run(rules.check(HttpUrl(f"https://{HOST}/")))
    assert refused.value.code == "WEBHOOK_ADDRESS_REFUSED"


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    with receiving() as other, receiving() as receiver:
        for status in (301, 302, 303, 307, 308):
            receiver.answers = lambda _, status=status: Answer(status, {"Location": other.url})  # type: ignore[misc]
            assert called(free(), receiver.url) == status
        assert other.received == []


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as proxy, receiving() as receiver:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert called(free(), receiver.url) == 204
        assert proxy.received == []


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    with receiving() as receiver:
        receiver.answers = lambda _: Answer(200, endless=True)
        assert called(free(), receiver.url) == 200


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "ANSWER_BROKEN"),
        (b"220 mail.test ESMTP\r\n", "ANSWER_BROKEN"),
        (b"HTTP/1.1 999999 what\r\n\r\n", "ANSWER_BROKEN"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", "ANSWER_BROKEN"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000, "ANSWER_BROKEN"),
    ],
)
def test_an_answer_that_is_none_is_said_to_be_broken(raw: bytes, code: str) -> None:
    with receiving() as receiver:
        receiver.answers = lambda _: Answer(raw=raw)
        assert failed(free(), receiver.url) == code


def test_who_does_not_answer_in_time_is_left() -> None:
    goes_on = threading.Event()
    with receiving() as receiver, socket.socket() as silent:
        receiver.answers = lambda _: Answer() if goes_on.wait(60) else Answer(500)
        assert failed(free(seconds=0.2), receiver.url) == "TIMEOUT"
        receiver.answers = lambda _: Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nx", linger=goes_on)
        assert failed(free(seconds=0.2), receiver.url) == "TIMEOUT"
        goes_on.set()
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        assert failed(free(seconds=0.2), f"https://127.0.0.1:{port}/") == "TIMEOUT"


def test_where_nobody_listens_no_connection_comes_about() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    assert failed(free(), f"http://127.0.0.1:{port}/") == "CONNECTION_FAILED"


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("120", 120), (" 7 ", 7), ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("soon", None), ("-5", None), ("9" * 400, None)],
)
def test_how_long_an_endpoint_asks_us_to_wait(receiver: Receiver, given: str, seconds: int | None) -> None:
    receiver.answers = lambda _: Answer(429, {"Retry-After": given})
    answer = asked(free(), receiver.url)
    assert answer == Answered(429, None if seconds is None else timedelta(seconds=seconds))
