"""The only room that knows SQL: requests, jobs, status, attempts and their cost. No Dagster, no providers, no store.

Every write to a job and to its story's status object is one statement, fenced by the claim that makes it.
"""

from storytailor_dagster.ledger.agreement import OLDEST, BeingMade, MadeObject, Place
from storytailor_dagster.ledger.characters import Characters, CharacterSummary
from storytailor_dagster.ledger.connection import behind
from storytailor_dagster.ledger.families import Families, StorySummary
from storytailor_dagster.ledger.feed import Change, Feed
from storytailor_dagster.ledger.forgetting import Deleted, Receipt
from storytailor_dagster.ledger.ledger import OBJECTION, Ledger
from storytailor_dagster.ledger.migrate import (
    applied_migrations,
    ensure_dagster_schema,
    ensure_roles,
    known_migrations,
    migrate,
)
from storytailor_dagster.ledger.outbox import DELIVERIES, Delivery, Outbox
from storytailor_dagster.ledger.pulses import SILENCE
from storytailor_dagster.ledger.records import TABLES, Column, Records
from storytailor_dagster.ledger.rows import (
    CallRow,
    CharacterFields,
    CharacterRow,
    Claim,
    ClaimMode,
    JobRow,
    Queued,
    StoryRow,
    SubjectRow,
    there_or_coming,
)
from storytailor_dagster.ledger.spending import Caps, Reservation, Spending
from storytailor_dagster.ledger.values import is_bounded
from storytailor_dagster.ledger.webhooks import TEST, DeliveryRow, EndpointRow, Webhooks

__all__ = [
    "DELIVERIES",
    "OBJECTION",
    "OLDEST",
    "SILENCE",
    "TABLES",
    "TEST",
    "BeingMade",
    "CallRow",
    "Caps",
    "Change",
    "CharacterFields",
    "CharacterRow",
    "CharacterSummary",
    "Characters",
    "Claim",
    "ClaimMode",
    "Column",
    "Deleted",
    "Delivery",
    "DeliveryRow",
    "EndpointRow",
    "Families",
    "Feed",
    "JobRow",
    "Ledger",
    "MadeObject",
    "Outbox",
    "Place",
    "Queued",
    "Receipt",
    "Records",
    "Reservation",
    "Spending",
    "StoryRow",
    "StorySummary",
    "SubjectRow",
    "Webhooks",
    "applied_migrations",
    "behind",
    "ensure_dagster_schema",
    "ensure_roles",
    "is_bounded",
    "known_migrations",
    "migrate",
    "there_or_coming",
]
