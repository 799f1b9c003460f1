"""The realtime websocket frame by frame, over a real connection and a real database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import jwt
import psycopg
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from storytailor_dagster.api.sign_in import development_key
from storytailor_dagster.character.portraits import Portrait
from storytailor_dagster.ledger import CharacterFields, ClaimMode, Ledger
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.api.conftest import FAMILY, ISSUER, NEIGHBOURS, SECRET, token
from storytailor_dagster_tests.api.realtime.phoenix import Phoenix, phoenix, updates

KEY = development_key(secret=SECRET, issuer=ISSUER)
VERSIONS = pytest.mark.parametrize("version", ["1.0.0", "2.0.0"])


def asked(ledger: Ledger, user: UUID = FAMILY, **metadata: object) -> UUID:
    return ledger.insert_story(creator_user_id=user, metadata=metadata)


def make(ledger: Ledger, story: UUID, part: Part) -> None:
    claim = ledger.claim(subject_id=story, part=part, run_id="r", mode=ClaimMode.QUEUE)
    ledger.record(claim, columns={}, url=f"https://cdn.test/{part}", object_key="k/k")


@VERSIONS
def test_a_story_s_updates_are_told_with_its_whole_row(url: str, ledger: Ledger, version: str) -> None:
    story = asked(ledger)
    topic = f"realtime:stories:id={story}"
    with phoenix(url, KEY, version=version) as client:
        answer = client.join(topic, updates(story), token=token(FAMILY))
        (told,) = answer["response"]["postgres_changes"]
        assert {name: told[name] for name in updates(story)} == updates(story)
        assert told["id"] > 0
        claim = ledger.claim(subject_id=story, part=Part.CONTENT, run_id="r", mode=ClaimMode.QUEUE)
        frames = [client.hear()]
        ledger.record(claim, columns={}, url="https://cdn.test/content", object_key="k/k")
        frames.append(client.hear())
    for frame in frames:
        assert (frame["topic"], frame["event"], frame["payload"]["ids"]) == (topic, "postgres_changes", [told["id"]])
    first, last = (frame["payload"]["data"] for frame in frames)
    assert (last["type"], last["schema"], last["table"], last["errors"]) == ("UPDATE", "public", "stories", None)
    assert last["old_record"] == {"id": str(story)}
    assert last["record"]["id"] == str(story)
    assert last["record"]["creator_user_id"] == str(FAMILY)
    assert last["record"]["asset_generation_status"]["assets"]["content"]["status"] == "ready"
    assert first["record"]["revision"] < last["record"]["revision"]
    assert {column["name"]: column["type"] for column in last["columns"]}["scene_art_urls"] == "_text"
    assert {column["name"] for column in last["columns"]} == set(last["record"])
    assert abs(datetime.fromisoformat(last["commit_timestamp"]) - datetime.now(UTC)) < timedelta(minutes=1)


@VERSIONS
def test_heartbeats_leaving_and_other_words_are_answered(url: str, version: str) -> None:
    with phoenix(url, KEY, version=version) as client:
        ref = client.say("phoenix", "heartbeat", {})
        assert client.hear()["payload"] == {"status": "ok", "response": {}}
        client.join("realtime:a", token=token(FAMILY))
        ref = client.say("realtime:a", "broadcast", {"event": "hello"})
        answer = client.hear()
        assert (answer["ref"], answer["payload"]["status"]) == (ref, "error")
        client.say("realtime:a", "phx_leave", {})
        assert client.hear()["payload"]["status"] == "ok"
        assert client.hear()["event"] == "phx_close"


def test_inserts_and_deletions_are_told_to_whom_they_concern(url: str, ledger: Ledger) -> None:
    everything = {"event": "*", "schema": "public", "table": "stories"}
    with phoenix(url, KEY) as client, phoenix(url, KEY) as other:
        client.join("realtime:mine", everything, token=token(FAMILY))
        other.join("realtime:theirs", everything, token=token(NEIGHBOURS))
        story = asked(ledger)
        born = client.change()
        assert (born["type"], born["record"]["id"]) == ("INSERT", str(story))
        assert "old_record" not in born
        ledger.forget(story)
        told = client.change()
        assert (told["type"], told["old_record"]) == ("DELETE", {"id": str(story)})
        assert "record" not in told
        assert other.is_silent()


def test_a_change_that_can_not_be_told_leaves_nobody_deaf(
    url: str, ledger: Ledger, connection: psycopg.Connection[tuple[object, ...]]
) -> None:
    story = asked(ledger)
    with phoenix(url, KEY) as client:
        client.join("realtime:mine", updates(story), token=token(FAMILY))
        connection.execute("revoke select on stories from authenticated")
        connection.execute("update stories set title = 'Unheard' where id = %s", (story,))
        assert client.is_silent()
        connection.execute("grant select on stories to authenticated")
        connection.execute("update stories set title = 'Heard' where id = %s", (story,))
        assert client.change()["record"]["title"] == "Heard"


def test_nobody_hears_of_another_family_s_story(url: str, ledger: Ledger) -> None:
    story = asked(ledger)
    with phoenix(url, KEY) as neighbours, phoenix(url, KEY) as nobody, phoenix(url, token(NEIGHBOURS)) as keyed:
        neighbours.join("realtime:x", updates(story), token=token(NEIGHBOURS))
        nobody.join("realtime:x", updates(story))
        keyed.join("realtime:x", updates(story))
        make(ledger, story, Part.CONTENT)
        assert neighbours.is_silent()
        assert nobody.is_silent()
        assert keyed.is_silent()


def test_a_token_sent_after_joining_tells_how_things_stand_and_another_s_closes(url: str, ledger: Ledger) -> None:
    story = asked(ledger)
    with phoenix(url, KEY) as client:
        client.join("realtime:x", updates(story))
        client.say("realtime:x", "access_token", {"access_token": token(FAMILY)})
        assert client.change()["record"]["id"] == str(story)  # how it stands, for what was missed
        make(ledger, story, Part.CONTENT)
        assert [client.change()["type"] for _ in range(2)] == ["UPDATE", "UPDATE"]
        client.say("realtime:x", "access_token", {"access_token": token(NEIGHBOURS)})
        client.say("phoenix", "heartbeat", {})
        client.hear()
        make(ledger, story, Part.COVER)
        assert client.is_silent()
        client.say("realtime:x", "access_token", {"access_token": "nonsense"})
        said = client.hear()
        assert (said["event"], said["payload"]["status"]) == ("system", "error")
        assert client.hear()["event"] == "phx_close"


def test_a_token_that_ends_ends_its_channel(url: str, ledger: Ledger) -> None:
    story = asked(ledger)
    ends = datetime.now(UTC) - timedelta(seconds=8)  # believed still, by the leeway of clocks
    claims = {"sub": str(FAMILY), "aud": "authenticated", "role": "authenticated", "iss": ISSUER, "exp": ends}
    with phoenix(url, KEY) as client:
        client.join("realtime:x", updates(story), token=jwt.encode(claims, SECRET, algorithm="HS256"))
        make(ledger, story, Part.CONTENT)
        assert client.is_silent()
        client.say("phoenix", "heartbeat", {})
        assert client.hear()["payload"]["message"] == "The token has expired."
        assert client.hear()["event"] == "phx_close"


@pytest.mark.parametrize(
    ("wanted", "passes"),
    [
        ("age_rating=eq.7", True),
        ("age_rating=lt.7", False),
        ("age_rating=in.(6,7)", True),
        ("age_rating=not.gte.7", False),
        ("title=eq.The Lantern", True),
        ('title=in.("Other, perhaps","The Lantern")', True),
        ("title=neq.The Lantern", False),
        ("pdf_url=is.null", True),
        ("pdf_url=not.is.null", False),
        ("pdf_url=eq.x", False),
        ("age_rating=gte.7,title=eq.The Lantern", True),
        ("age_rating=gt.7,title=eq.The Lantern", False),
        (f"creator_user_id=eq.{FAMILY}", True),
    ],
)
def test_filters_decide_what_is_told(url: str, ledger: Ledger, wanted: str, passes: bool) -> None:
    inserts = {"event": "INSERT", "schema": "public", "table": "stories"}
    with phoenix(url, KEY) as client:
        client.join("realtime:filtered", {**inserts, "filter": wanted}, token=token(FAMILY))
        client.join("realtime:all", inserts, token=token(FAMILY))
        for age in (7, 8):
            ledger.insert_story(creator_user_id=FAMILY, metadata={}, title="The Lantern", age=age)
        heard: dict[str, list[int]] = {"realtime:filtered": [], "realtime:all": []}
        while len(heard["realtime:all"]) < 2:
            frame = client.hear()
            heard[frame["topic"]].append(frame["payload"]["data"]["record"]["age_rating"])
        client.say("phoenix", "heartbeat", {})
        while (frame := client.hear())["topic"] != "phoenix":
            heard[frame["topic"]].append(frame["payload"]["data"]["record"]["age_rating"])
    assert (7 in heard["realtime:filtered"]) is passes


@pytest.mark.parametrize(
    "subscription",
    [
        {"event": "UPDATE", "schema": "public", "table": "asset_generation_jobs"},
        {"event": "UPDATE", "schema": "auth", "table": "stories"},
        {"event": "TRUNCATE", "schema": "public", "table": "stories"},
        {"event": "*", "schema": "public", "table": "stories", "filter": "secret=eq.1"},
        {"event": "*", "schema": "public", "table": "stories", "filter": "age_rating=eq.NaN"},
        {"event": "*", "schema": "public", "table": "stories", "filter": "age_rating=eq.1' or '1'='1"},
        {"event": "*", "schema": "public", "table": "stories", "filter": "title=like.%a%"},
        {"event": "*", "schema": "public", "table": "stories", "filter": 7},
    ],
)
def test_what_can_t_be_followed_is_refused_with_a_reason(url: str, subscription: dict[str, object]) -> None:
    with phoenix(url, KEY) as client:
        answer = client.join("realtime:x", subscription, token=token(FAMILY))
    assert answer["status"] == "error"
    assert answer["response"]["reason"]


@pytest.mark.parametrize("key", ["", "nonsense", jwt.encode({"role": "anon", "exp": 9999999999}, "x" * 40)])
def test_a_key_that_is_not_believed_opens_nothing(url: str, key: str) -> None:
    with pytest.raises(InvalidStatus) as refused, phoenix(url, key):
        pass
    assert refused.value.response.status_code == 401


def test_a_forged_token_is_refused_at_the_join(url: str) -> None:
    with phoenix(url, KEY) as client:
        forged = jwt.encode({"sub": str(FAMILY), "aud": "authenticated", "role": "authenticated", "iss": ISSUER,
                             "exp": 9999999999}, "y" * 40)  # fmt: skip
        assert client.join("realtime:x", updates(uuid4()), token=forged)["status"] == "error"


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "[]",
        "{}",
        "[1,2,3,4,5]",
        "null",
        '"x"',
        "[" * 60_000,
        "[" * 900 + "]" * 900,
        "9" * 5000,
        '["1","1","t","phx_join",NaN]',
        '"\\ud800"',
        '[null,null,"t","e"]',
    ],
)
def test_nonsense_is_passed_over(url: str, nonsense: str) -> None:
    with phoenix(url, KEY) as client:
        client.socket.send(nonsense)
        client.socket.send(b"\x03\x00\x00")
        client.say("phoenix", "heartbeat", {})
        assert client.hear()["payload"]["status"] == "ok"


def test_a_frame_that_is_too_big_ends_the_connection(url: str) -> None:
    with phoenix(url, KEY) as client:
        client.socket.send("x" * 70_000)
        with pytest.raises(ConnectionClosed):
            client.hear()


def test_a_connection_has_so_many_channels(url: str) -> None:
    with phoenix(url, KEY) as client:
        answers = [client.join(f"realtime:{number}")["status"] for number in range(101)]
    assert answers == ["ok"] * 100 + ["error"]


def test_joining_again_replaces_the_channel(url: str, ledger: Ledger) -> None:
    story = asked(ledger)
    with phoenix(url, KEY) as client:
        client.join("realtime:x", updates(story), token=token(FAMILY))
        client.say("realtime:x", "phx_join", {"config": {"postgres_changes": [updates(story)]},
                                              "access_token": token(FAMILY)})  # fmt: skip
        assert [client.hear()["event"] for _ in range(3)] == ["phx_close", "phx_reply", "system"]
        ledger.ask(subject_id=story, parts=[Part.COVER])
        client.change()
        assert client.is_silent()


def test_after_the_feed_was_lost_nothing_is_missed(url: str, ledger: Ledger, database: str) -> None:
    story = asked(ledger)
    with phoenix(url, KEY) as client, psycopg.connect(database, autocommit=True) as connection:
        client.join("realtime:x", updates(story), token=token(FAMILY))
        ended = connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where query ilike 'listen %' and datname = current_database()"
        ).fetchall()
        assert ended
        make(ledger, story, Part.CONTENT)
        while client.change()["record"]["asset_generation_status"]["assets"]["content"]["status"] != "ready":
            pass


def test_a_slow_reader_is_cut_off_and_the_others_hear_on(url: str, ledger: Ledger) -> None:
    story = ledger.insert_story(creator_user_id=FAMILY, metadata={"theme": "x" * 40_000})
    with phoenix(url, KEY, max_queue=1, compression=None) as slow, phoenix(url, KEY, compression=None) as quick:
        for client in (slow, quick):
            client.join("realtime:x", updates(story), token=token(FAMILY))
        for _ in range(400):
            ledger.ask(subject_id=story, parts=[Part.COVER], priority="high")
            heard = quick.change()
        assert heard["record"]["revision"] >= 400
        with pytest.raises(ConnectionClosed):
            _hear_all(slow)


def _hear_all(client: Phoenix) -> None:
    while True:
        client.hear()


@VERSIONS
def test_a_character_s_portraits_are_told_to_its_family_alone(url: str, ledger: Ledger, version: str) -> None:
    character = uuid4()
    fields = CharacterFields(name="Mira", traits={})
    ledger.characters.insert(FAMILY, character_id=character, fields=fields)
    topic = f"realtime:characters:id={character}"
    wanted = {**updates(character), "table": "characters"}
    with phoenix(url, KEY, version=version) as client, phoenix(url, KEY, version=version) as other:
        client.join(topic, wanted, token=token(FAMILY))
        other.join(topic, wanted, token=token(NEIGHBOURS))
        for portrait in Portrait:
            claim = ledger.claim(subject_id=character, part=portrait, run_id="r", mode=ClaimMode.QUEUE)
            columns = {"reference_image": {"cdnUrl": f"https://cdn.test/{portrait}", "s3Url": "https://s3.test"}}
            ledger.record(claim, columns=columns, url=None, object_key="k/k")
        records = [client.hear()["payload"]["data"]["record"] for _ in range(4)]
        ref = other.say("phoenix", "heartbeat", {})
        assert other.hear()["ref"] == ref
    assert [record["revision"] for record in records] == sorted(record["revision"] for record in records)
    assert {record["id"] for record in records} == {str(character)}
    assert (records[-1]["status"], set(records[-1]["reference_images"])) == ("ready", {"headshot", "body"})
