"""All there is of a user: forgotten, taken out, and forgotten again after a restore."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
from typer.testing import CliRunner

from storytailor_dagster.keys import BOUGHT
from storytailor_dagster.local.cli import app
from storytailor_dagster_tests.defs.conftest import FAMILY, House
from storytailor_dagster_tests.defs.forgotten import everything_of, looked, typed


def test_a_user_is_forgotten_whole_and_nobody_else(house: House, database: str) -> None:
    mine, child = house.asked(), house.character()
    other = house.ledger.insert_story(creator_user_id=uuid4(), metadata={})
    assert "2 stories and characters" in typed(database, house, "forget", "user", FAMILY)
    assert house.ledger.subject(mine) is house.ledger.subject(child) is None
    assert house.ledger.story(other) is not None
    assert looked(house) == "2 cleared."
    assert everything_of(database, str(FAMILY)) == ""


def test_everything_of_a_user_is_taken_out(house: House, database: str, tmp_path: Path) -> None:
    story, child = house.asked(), house.character("Zuzka")
    house.run(story)
    house.portray(child)
    begun: UUID = house.asked()
    told = typed(database, house, "takeout", FAMILY, tmp_path / "out")
    names = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert {
        f"stories/{story}/{name}" for name in ("request.json", "story.json", "cover.png", "audio.mp3", "story.pdf")
    } <= names
    assert {f"characters/{child}/{name}" for name in ("character.json", "headshot.png", "body.png")} <= names
    assert {name for name in names if str(begun) in name} == {f"stories/{begun}/request.json"}
    assert len(told.splitlines()) == len(names)
    assert "Zuzka" in (tmp_path / "out" / "characters" / str(child) / "character.json").read_text()


def test_what_a_backup_brings_back_is_forgotten_again_by_its_receipts(
    house: House, database: str, tmp_path: Path
) -> None:
    story, character, receipts = house.asked(), house.character(), tmp_path / "receipts"
    house.ledger.webhooks.add(
        FAMILY, url="https://a.test", events=["story.ready"], description=None, secret="s" * 32, most=9
    )
    tables = ("stories", "characters", "webhook_endpoints")
    with psycopg.connect(database, autocommit=True) as connection:
        for table in tables:
            connection.execute(f"create temp table kept_{table} as table {table}".encode())
        typed(database, house, "forget", "user", FAMILY)
        receipts.write_text(typed(database, house, "forget", "receipts"))
        for table in tables:
            connection.execute(f"insert into {table} table kept_{table}".encode())
    assert str(story) not in receipts.read_text()
    house.store.put(f"{BOUGHT}/{story}/x.json", b"{}", content_type="application/json")
    later = house.asked()
    again = typed(database, house, "forget", "again", receipts)
    assert again.splitlines()[0] == "Forgotten again: 3"
    assert [house.ledger.subject(one) for one in (story, character)] == [None, None]
    assert house.ledger.subject(later) is not None
    assert house.ledger.webhooks.endpoints(FAMILY) == ()
    assert [path for path in house.folder.rglob("*") if path.is_file()] == []
    assert typed(database, house, "forget", "again", receipts).splitlines()[0] == "Forgotten again: 0"


def test_who_came_back_keeps_what_is_new_and_no_receipt_is_lost(house: House, database: str, tmp_path: Path) -> None:
    """Of a restored database that knows less than the file of receipts."""
    receipts, elsewhere = tmp_path / "receipts", sha256(b"a story that this database never had").hexdigest()
    lines = [f"story {elsewhere} 2026-01-02T03:04:05+00:00"]
    lines += [f"user {sha256(str(FAMILY).encode()).hexdigest()} {datetime.now(UTC).isoformat()}"]
    receipts.write_text("\n".join(lines))
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "insert into usage_counts (user_id, month, kind, used)"
            " values (%s, date_trunc('month', now()), 'stories', 3)",
            (FAMILY,),
        )
    house.ledger.webhooks.add(
        FAMILY, url="https://a.test", events=["story.ready"], description=None, secret="s" * 32, most=9
    )
    for expected in ("Forgotten again: 1", "Forgotten again: 0"):
        assert typed(database, house, "forget", "again", receipts).splitlines()[0] == expected
        assert len(house.ledger.webhooks.endpoints(FAMILY)) == 1
    assert str(FAMILY) not in everything_of(database, "usage_counts")
    printed = typed(database, house, "forget", "receipts").splitlines()
    assert [line.split()[:2] for line in printed] == [line.split()[:2] for line in lines]


def test_a_file_of_something_else_forgets_nothing(house: House, database: str, tmp_path: Path) -> None:
    story = house.asked()
    (tmp_path / "letter").write_text(f"story {sha256(str(story).encode()).hexdigest()} soon\n")
    environment = {"DATABASE_URL": database, "STORYTAILOR_HOME": str(house.folder.parent)}
    result = CliRunner().invoke(app, ["forget", "again", str(tmp_path / "letter")], env=environment)
    assert (result.exit_code, "(BAD_RECEIPTS)" in result.output) == (1, True)
    assert house.ledger.subject(story) is not None
