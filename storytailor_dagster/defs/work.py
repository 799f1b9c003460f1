"""What the maker of a part gets: whose it is, who can help, and what the last try was refused for."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from storytailor_dagster.character.hero import Hero
from storytailor_dagster.defs.calls import Calls
from storytailor_dagster.defs.product import StoredObject
from storytailor_dagster.errors import Permanent, Refused
from storytailor_dagster.keys import object_key
from storytailor_dagster.ledger import CharacterRow, Claim, Ledger, StoryRow
from storytailor_dagster.providers.hands import Hands
from storytailor_dagster.settings import Settings
from storytailor_dagster.store import ObjectStore
from storytailor_dagster.story.document import chosen_title, hero_told_of
from storytailor_dagster.story.intake import character_named, read_request, seed_of, story_seed
from storytailor_dagster.story.names import StandIns
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.subjects import AnyPart, more_tries


@dataclass(frozen=True, kw_only=True)
class Work:
    """Until something was refused, `objection` is a person's note, where somebody asked for the part with one."""

    part: AnyPart
    claim: Claim
    hands: Hands
    ledger: Ledger
    store: ObjectStore
    calls: Calls
    settings: Settings
    objection: str | None

    @property
    def last_try(self) -> bool:
        return self.claim.tries >= more_tries(self.part)

    @property
    def note(self) -> str | None:
        """What a person wants otherwise, in words nobody has read yet."""
        return self.objection if self.objection and not self.claim.refusals else None

    def stored(
        self, data: bytes, *, extension: str, content_type: str, public: bool = True, name: str | None = None
    ) -> StoredObject:
        key = object_key(subject_id=self.claim.subject_id, part=self.part, data=data, extension=extension, name=name)
        return StoredObject(key=key, data=data, content_type=content_type, url=self.store.url(key) if public else None)


@dataclass(frozen=True, kw_only=True)
class StoryWork(Work):
    """Work on a part of a story."""

    story: StoryRow

    @cached_property
    def character(self) -> CharacterRow | None:
        """The character the story is about, as it is described now; None for a story with a hero of its own.

        Raises:
            Permanent: its family has no such character any more.
        """
        named = character_named(self.story.metadata)
        if named is None:
            return None
        row = None if (found := _uuid(named)) is None else self.ledger.characters.row(found)
        if row is None or row.creator_user_id != self.story.creator_user_id:
            raise character_gone()
        return row

    @cached_property
    def request(self) -> StoryRequest:
        """Raises InvalidRequest where the row can't become a story."""
        row, character = self.story, self.character
        return read_request(
            story_id=row.id,
            title=None if row.title is not None and row.title == chosen_title(row.content) else row.title,
            age_rating=row.age_rating,
            metadata=row.metadata,
            seed=story_seed(creator=row.creator_user_id, ordinal=row.ordinal),
            hero=None if character is None else character.hero,
        )

    @cached_property
    def names(self) -> StandIns:
        """The people of the story; also the hero's name in its text, where the character has another one by now."""
        return StandIns(self.request, *filter(None, [hero_told_of(self.story.content)]))


@dataclass(frozen=True, kw_only=True)
class CharacterWork(Work):
    """Work on a portrait of a character."""

    character: CharacterRow

    @property
    def seed(self) -> int:
        """What keeps the character the same in all pictures."""
        return seed_of(self.character.id)

    @cached_property
    def hero(self) -> Hero:
        """The character under a stand-in name, where names are hidden.

        Raises:
            InvalidRequest: the row can't become a character.
        """
        return (
            StandIns(self._named).hidden_request(self._named).hero if self.settings.pseudonymise else self._named.hero
        )

    @property
    def hidden_objection(self) -> str | None:
        """The objection with no real name in it."""
        if self.objection is None or not self.settings.pseudonymise:
            return self.objection
        return StandIns(self._named).hide(self.objection)

    @cached_property
    def _named(self) -> StoryRequest:
        """A request of nobody but the character: who is in one, stand-ins are found for."""
        return StoryRequest(story_id=self.character.id, hero=self.character.hero, seed=self.seed)


def character_gone() -> Permanent:
    """What a part fails of whose story's character there is not."""
    return Permanent(
        "The story's character was deleted, or never was.",
        code="CHARACTER_GONE",
        remedy="Ask for a new story, with a character that there is.",
    )


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def refuse_unfit(work: Work, words: tuple[str, ...]) -> None:
    """Before anything is bought: whether this may be asked of anybody who works for children.

    Raises:
        Refused: it may not; the category is for whoever operates this.
    """
    verdict = work.hands.check.read(words=words, till=work.calls).value
    if verdict.objections:
        raise Refused(
            "We can't make a children's story of this. Please ask for another one.",
            category=", ".join(verdict.evidence) or "unnamed",
            code="REQUEST_NOT_FOR_CHILDREN",
        )
