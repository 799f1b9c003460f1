"""The ledger against one on paper: whatever is done in whatever order or at once, both say the same, and rows agree."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from storytailor_dagster.ledger import Claim, ClaimMode, Ledger
from storytailor_dagster.story.parts import Part
from storytailor_dagster_tests.ledger.acts import (
    Act,
    Ask,
    Expire,
    Forget,
    NobodyTakes,
    RunEnds,
    Take,
    Write,
    done,
    done_at_once,
    done_into_each_other,
    one_after_the_other,
    rows_in,
    shown,
)
from storytailor_dagster_tests.ledger.help import DISAGREEMENTS, Connection, new_story
from storytailor_dagster_tests.ledger.paper import PaperLedger

PARTS = st.sampled_from([Part.CONTENT, Part.SCENE_4, Part.PDF])
"""Few, so that things happen to the same ones; what happens below them is looked at in all nine."""
RUNS = st.sampled_from(["a", "b"])
MODES = st.sampled_from([*ClaimMode, ClaimMode.RETRY])
QUEUED = st.lists(st.tuples(PARTS, st.integers(1, 3)), max_size=3)
TAKES = st.builds(Take, part=PARTS, run=RUNS, mode=MODES, retried=st.sampled_from([(), ("a", "b")]))
WRITES = st.sampled_from(["record", "try again", "fail", "renew"])
SELDOM = st.integers(0, 30).map(lambda number: number == 0)
ACTS = st.one_of(
    TAKES,
    # Of one part. A failure that spreads meets each part below as it finds it, before or after it was asked for.
    st.builds(Ask, parts=PARTS.map(lambda part: frozenset({part}))),
    st.builds(RunEnds, run=RUNS, asked=QUEUED),
    st.builds(NobodyTakes, asked=QUEUED),
    SELDOM.map(lambda forgotten: Forget() if forgotten else Expire()),
)


class Model(RuleBasedStateMachine):
    """One story, several runs and people."""

    ledger: Ledger
    connection: Connection
    threads: ThreadPoolExecutor
    claims: Bundle[Claim | None] = Bundle("claims")
    """What runs got that asked for a job. None where they were refused: who is, may be chance."""

    def __init__(self) -> None:
        super().__init__()
        self.story = new_story(self.ledger)
        self.paper = PaperLedger(self.story)

    def teardown(self) -> None:
        self.ledger.forget(self.story)

    @rule(target=claims, take=TAKES)
    def claim(self, take: Take) -> Claim | None:
        return self._alone(take)

    @rule(target=claims, claim=claims)
    def take_over(self, claim: Claim | None) -> Claim | None:
        """A run that goes on from the one that held the claim."""
        if claim is None:
            return None
        other = "b" if claim.run_id == "a" else "a"
        return self._alone(Take(claim.part, other, ClaimMode.RETRY, (claim.run_id,)))

    @rule(claim=claims)
    def record(self, claim: Claim | None) -> None:
        self._alone(Write("record", claim))

    @rule(claim=claims)
    def try_again(self, claim: Claim | None) -> None:
        self._alone(Write("try again", claim))

    @rule(claim=claims)
    def fail(self, claim: Claim | None) -> None:
        self._alone(Write("fail", claim))

    @rule(claim=claims)
    def renew(self, claim: Claim | None) -> None:
        self._alone(Write("renew", claim))

    @rule(parts=st.frozensets(PARTS, min_size=1, max_size=3))
    def ask(self, parts: frozenset[Part]) -> None:
        self._alone(Ask(parts))

    @rule(run=RUNS, asked=QUEUED)
    def run_ends(self, run: str, asked: Sequence[tuple[Part, int]]) -> None:
        self._alone(RunEnds(run, asked))

    @rule(asked=QUEUED)
    def nobody_takes(self, asked: Sequence[tuple[Part, int]]) -> None:
        self._alone(NobodyTakes(asked))

    @rule(part=PARTS)
    def lease_runs_out(self, part: Part) -> None:
        self.connection.execute(
            "update asset_generation_jobs set lease_expires_at = now() - interval '1 second'"
            " where story_id = %s and asset_type = %s and status = 'generating'",
            (self.story, part),
        )
        self.paper.run_out(part)

    @rule()
    def expire(self) -> None:
        self._alone(Expire())

    @rule(really=SELDOM)
    def forget(self, really: bool) -> None:
        if really:
            self._alone(Forget())

    @rule(target=claims, acts=st.tuples(ACTS, ACTS), begun=st.booleans())
    def two_act_at_once(self, acts: tuple[Act, Act], begun: bool) -> Any:
        return self._at_once(acts, begun)

    @rule(target=claims, claim=claims, verb=WRITES, act=ACTS, first=st.booleans(), begun=st.booleans())
    def one_writes_while_another_acts(self, claim: Claim | None, verb: Any, act: Act, first: bool, begun: bool) -> Any:
        write = Write(verb, claim)
        return self._at_once((write, act) if first else (act, write), begun)

    @rule(one=claims, verb=WRITES, other=claims, other_verb=WRITES, begun=st.booleans())
    def two_write_at_once(
        self, one: Claim | None, verb: Any, other: Claim | None, other_verb: Any, begun: bool
    ) -> None:
        self._at_once((Write(verb, one), Write(other_verb, other)), begun)

    @invariant()
    def the_rows_are_those_on_paper_and_agree(self) -> None:
        assert rows_in(self.ledger, self.story) == self.paper.rows
        assert self.connection.execute(DISAGREEMENTS.encode()).fetchall() == []

    def _alone(self, act: Act) -> Claim | None:
        answer = done(act, self.ledger, self.story)
        assert shown(answer) == shown(done(act, self.paper, self.story))
        return answer if isinstance(answer, Claim) else None

    def _at_once(self, acts: tuple[Act, Act], begun: bool) -> Any:
        """It must have come to what it comes to when one is done before the other; `begun`: but not yet ended."""
        if any(_acts_beyond_its_end(*both) for both in permutations(acts)):
            return multiple(*(None for act in acts if isinstance(act, Take)))
        if begun:
            came = done_into_each_other(acts, self.ledger, self.story, self.threads, self.connection)
        else:
            came = done_at_once(acts, self.ledger, self.story, self.threads)
        after = one_after_the_other(acts, came, rows_in(self.ledger, self.story), self.paper)
        assert after is not None, f"{acts} came to {came}, in neither order from {self.paper}"
        self.paper = after
        taken = [answer for act, answer in zip(acts, came, strict=True) if isinstance(act, Take)]
        return multiple(*(answer if isinstance(answer, Claim) else None for answer in taken))


def _acts_beyond_its_end(one: Act, other: Act) -> bool:
    """A run that has ended takes nothing any more."""
    return isinstance(one, RunEnds) and isinstance(other, Take) and one.run == other.run


def test_the_ledger_is_what_it_is_on_paper(quick_to_notice: Ledger, connection: Connection) -> None:
    few = settings(max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))
    with ThreadPoolExecutor(2) as threads:
        parts = {"ledger": quick_to_notice, "connection": connection, "threads": threads}
        run_state_machine_as_test(type("Machine", (Model,), parts), settings=few)
