"""The till of one try of one part: calls are afforded, made, kept, and only then told; one row in the ledger each."""

import json
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict
from decimal import Decimal
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar
from uuid import UUID

from storytailor_dagster.defs.patience import LONGEST_IN_ALL, waited_out
from storytailor_dagster.errors import Garbled, MissingObject, Permanent, StorytailorError, Transient, Unanswered
from storytailor_dagster.keys import BOUGHT
from storytailor_dagster.ledger import Caps, Claim, Ledger, Reservation
from storytailor_dagster.providers.till import Answer, Delivery, Order, Usage
from storytailor_dagster.store import ObjectStore
from storytailor_dagster.telemetry.tracing import SILENCE, Fact, Span

T = TypeVar("T")


class Calls:
    """A `Till`. What it buys is kept under the digest of the whole request, for this story, part and attempt only.

    So a run that died after an answer, and a try that failed for another reason, find it there and buy nothing; a try
    after a refused answer and a person's regeneration ask anew; and no family ever gets what another one paid for.
    """

    def __init__(
        self,
        *,
        ledger: Ledger,
        store: ObjectStore,
        claim: Claim,
        family: str,
        caps: Caps | None = None,
        patience: float = LONGEST_IN_ALL,
        span: Span = SILENCE,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._claim = claim
        self.family = family
        self._caps = caps or Caps()
        self._try = claim.tries + 1
        self._patience = patience
        self._span = span

    @property
    def cost(self) -> Decimal:
        """US dollars that this attempt at the part has cost so far, over all its tries."""
        return waited_out(lambda: self._ledger.spending.on_attempt(self._claim))

    def bought(self, order: Order, ask: Callable[[], Delivery]) -> Delivery:
        # A step that was superseded ends here, without another call; one that was not gives a sign of life.
        waited_out(lambda: self._ledger.renew(self._claim))
        digest = self._digest(order)
        key = f"{BOUGHT}/{self._claim.subject_id}/{digest}"
        kept = waited_out(partial(self._kept, key))
        if kept is not None:
            with self._told(order, kept=True):
                self._settle_left(digest, kept, key)
            return kept
        patience = self._patience if order.patience is None else min(order.patience, self._patience)
        # Only the asking is done again: what was answered is paid for.
        reservation, delivery, began = waited_out(lambda: self._asked(order, digest, ask), patience=patience)
        self._keep(reservation, delivery, key, began)
        return delivery

    def made(self, purpose: str, provider: str, make: Callable[[], Answer[T]]) -> Answer[T]:
        return waited_out(lambda: self._made(purpose, provider, make), patience=self._patience)

    def _asked(self, order: Order, digest: str, ask: Callable[[], Delivery]) -> tuple[Reservation, Delivery, float]:
        reservation = waited_out(lambda: self._reserved(order, digest))
        began = time.monotonic()
        try:
            with self._told(order, kept=False) as span:
                delivery = ask()
                span.tell(cost_usd=float(delivery.usage.cost))
                return reservation, delivery, began
        except StorytailorError as error:
            # What may be on the bill without a word of what it used counts with all that was set aside.
            cost = reservation.most if isinstance(error, Unanswered | Garbled) else Decimal(0)
            self._settle(reservation, outcome="failed", cost=cost, began=began, error_code=error.code)
            raise

    def _keep(self, reservation: Reservation, delivery: Delivery, key: str, began: float) -> None:
        """Keeps what was bought, then says what it cost. What can't be kept would be bought again by every try."""
        facts, packed = _facts(delivery), _packed(delivery)
        try:
            waited_out(
                lambda: self._store.put(key, packed, content_type="application/octet-stream"), patience=self._patience
            )
        except StorytailorError as error:
            with suppress(Transient):  # then it counts with all that was set aside
                self._settle(reservation, outcome="failed", began=began, error_code=error.code, **facts)
            raise Permanent(
                "An answer was bought and could not be kept in the object store, so the part was not made.",
                code=error.code,
                remedy="Mend the object store (space, rights, network); then `storytailor retry STORY` buys it anew.",
            ) from error
        self._settle(reservation, outcome="answered", began=began, result_key=key, **facts)

    def _told(self, order: Order, *, kept: bool) -> AbstractContextManager[Span]:
        facts: dict[str, Fact] = {"provider": order.provider, "model": order.model, "purpose": order.purpose}
        return self._span.within(f"{order.purpose} by {order.provider}", **facts, kept=kept)

    def _reserved(self, order: Order, digest: str) -> Reservation:
        return self._ledger.spending.reserve(
            self._claim,
            try_number=self._try,
            provider=order.provider,
            model=order.model,
            purpose=order.purpose,
            digest=digest,
            most=order.most,
            caps=self._caps,
        )

    def _settle(self, reservation: Reservation, *, began: float, **facts: Any) -> None:
        milliseconds = _milliseconds(began)
        waited_out(
            lambda: self._ledger.spending.settle(self._claim, reservation, milliseconds=milliseconds, **facts),
        )

    def _settle_left(self, digest: str, kept: Delivery, key: str) -> None:
        left = waited_out(lambda: self._ledger.spending.unsettled(self._claim, digest=digest))
        if left is not None:
            self._settle(left, outcome="kept", began=time.monotonic(), result_key=key, **_facts(kept))

    def _kept(self, key: str) -> Delivery | None:
        try:
            return _unpacked(self._store.get(key))
        except MissingObject:
            return None

    def _digest(self, order: Order) -> str:
        claim = self._claim
        asked: list[Any] = [str(claim.subject_id), claim.part.value, claim.attempt, claim.refusals]
        asked += [order.purpose, order.provider, order.model, order.request]
        return sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def _made(self, purpose: str, provider: str, make: Callable[[], Answer[T]]) -> Answer[T]:
        began = time.monotonic()
        try:
            with self._span.within(f"{purpose} by {provider}", provider=provider, purpose=purpose) as span:
                answer = make()
                span.tell(model=answer.usage.model)
        except StorytailorError as error:
            self._note(purpose, began, provider=provider, outcome="failed", error_code=error.code)
            raise
        usage = answer.usage
        facts = {"provider": usage.provider, "model": usage.model, "units": usage.units, "unit": usage.unit}
        self._note(purpose, began, outcome="answered", **facts)
        return answer

    def _note(self, purpose: str, began: float, **facts: Any) -> None:
        milliseconds = _milliseconds(began)
        spending = self._ledger.spending
        spending.note(self._claim, try_number=self._try, purpose=purpose, milliseconds=milliseconds, **facts)


def family_hash(creator: UUID) -> str:
    """What providers may know a family by: the same for all its calls, and its id can't be read in it."""
    return sha256(b"storytailor family " + creator.bytes).hexdigest()[:32]


def _milliseconds(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _facts(delivery: Delivery) -> Mapping[str, Any]:
    usage = delivery.usage
    return {"cost": usage.cost, "units": usage.units, "unit": usage.unit, "request_id": delivery.request_id}


def _packed(delivery: Delivery) -> bytes:
    """A line of JSON about the delivery, then its body as it came."""
    about = {"usage": asdict(delivery.usage), "request_id": delivery.request_id}
    return json.dumps(about, default=str).encode() + b"\n" + delivery.body


def _unpacked(data: bytes) -> Delivery:
    about, _, body = data.partition(b"\n")
    told = json.loads(about)
    usage = Usage(**{**told["usage"], "cost": Decimal(told["usage"]["cost"])})
    return Delivery(body=body, usage=usage, request_id=told["request_id"])
