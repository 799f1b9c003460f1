"""`story/content`: the text, its beats and their briefs. Providers see stand-in names; the real ones return here."""

import dagster as dg

from storytailor_dagster.defs.making import part_asset
from storytailor_dagster.defs.product import Product
from storytailor_dagster.defs.work import StoryWork, refuse_unfit
from storytailor_dagster.errors import InvalidRequest, Objection
from storytailor_dagster.story.document import content_document
from storytailor_dagster.story.names import StandIns
from storytailor_dagster.story.parts import Part
from storytailor_dagster.story.readability import flesch_kincaid_grade, words
from storytailor_dagster.story.request import StoryRequest
from storytailor_dagster.story.text import StoryText
from storytailor_dagster.story.text_checks import check_respect, check_text
from storytailor_dagster.story.verdict_findings import words_finding
from storytailor_dagster.story.written import title_of

EXCERPT = 240


def write(work: StoryWork) -> Product:
    request = work.request
    names = work.names
    asked = names.hidden_request(request) if work.settings.pseudonymise else request
    objection = work.objection
    if objection is not None and work.settings.pseudonymise:
        objection = names.hide(objection)
    note = objection if not work.claim.refusals else None
    refuse_unfit(work, (*_asked_words(asked), *((note,) if note else ())))
    answer = work.hands.text.write(request=asked, objection=objection, till=work.calls)
    read = work.hands.check.read(words=_told(answer.value), till=work.calls)
    text = _revealed(answer.value, names) if work.settings.pseudonymise else answer.value
    if request.title is None:
        _lettered(text.title)
    data = text.model_dump_json(by_alias=True).encode()
    shown = names.hide(text.text)
    return Product(
        objects=(work.stored(data, extension="json", content_type="application/json", public=False),),
        columns={"content": content_document(request=request, text=text), "title": text.title},
        findings=(
            *check_text(text, age=request.age),
            *check_respect(text, hero=request.hero, last_try=work.last_try),
            words_finding(read.value),
        ),
        usage=answer.usage,
        metadata={
            "excerpt": dg.MetadataValue.text(shown[:EXCERPT].rsplit(" ", 1)[0] + " …"),
            "words": len(words(text.text)),
            "reading_level": round(flesch_kincaid_grade(text.text), 2),
            "story_type": request.story_type.value,
            "settings": ", ".join(beat.staging.setting.value for beat in text.key_beats),
        },
    )


def _asked_words(asked: StoryRequest) -> tuple[str, ...]:
    given = (
        asked.title,
        asked.theme,
        asked.idea,
        asked.hero.kind,
        asked.hero.appearance,
        asked.hero.personality,
        *asked.details.values(),
    )
    return tuple(filter(None, given))


def _revealed(text: StoryText, names: StandIns) -> StoryText:
    revealed = names.revealed_text(text)
    if names.are_left_in(f"{revealed.title}\n{revealed.text}"):
        raise Objection(
            "A name is spelled otherwise than it was given.",
            code="MALFORMED",
            detail="Write every name exactly as it is given: without accents, in no other form, never cut up.",
        )
    return revealed


def _lettered(title: str) -> None:
    """A title that the text chose, with the real names in it."""
    try:
        title_of(title)
    except InvalidRequest as error:
        raise Objection(
            "The story's title can't be lettered.",
            code="MALFORMED",
            detail=f"The title can't be used: {error} Choose a short one without a name.",
        ) from None


def _told(text: StoryText) -> tuple[str, ...]:
    briefs = (beat.visual_description for beat in text.key_beats)
    return (text.title, *(beat.content for beat in text.beats), *briefs)


content = part_asset(
    Part.CONTENT,
    write,
    description="The story's text: title, four beats for the reader's age, and a brief for each picture.",
    kinds={"python", "json"},
    code_version="3",
)
