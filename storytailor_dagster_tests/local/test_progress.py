"""Following a story, on a real server that goes away meanwhile."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from storytailor_dagster.ledger import Ledger, migrate
from storytailor_dagster.local.postgres import EmbeddedPostgres
from storytailor_dagster.local.progress import changes


def test_a_story_is_followed_through_a_restart_of_its_database(server_folder: Path) -> None:
    server = EmbeddedPostgres(server_folder)
    dsn = server.start()
    try:
        migrate(dsn)
        with Ledger(dsn) as ledger, ThreadPoolExecutor(1) as thread:
            story = ledger.insert_story(creator_user_id=uuid4(), metadata={"theme": "patience"}, age=6)
            seen = changes(ledger, story, check=lambda: None)
            assert next(seen)[0].id == story
            server.stop()
            next_one = thread.submit(next, seen)
            time.sleep(2)
            assert not next_one.done()
            server.start()
            assert next_one.result(timeout=60)[0].id == story
    finally:
        server.stop()
