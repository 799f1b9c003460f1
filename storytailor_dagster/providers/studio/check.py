"""The studio's check door: what a picture says it shows, held against the brief. No pixels, and no traits yet."""

from __future__ import annotations

from storytailor_dagster.providers.doors import Answer, Usage, Verdict
from storytailor_dagster.story.parts import Part
from storytailor_dagster.story.pictures import Picture, PictureBrief

MODEL = "studio-check-1"


class StudioCheck:
    """Compares what a picture says it shows with what the brief asks for. Of other pictures it knows nothing."""

    def look(self, *, brief: PictureBrief, picture: Picture) -> Answer[Verdict]:
        verdict = Verdict(objections=_objections(brief, picture.drawn), evidence=picture.drawn)
        return Answer(value=verdict, usage=Usage(provider="studio", model=MODEL, units=1, unit="pictures"))


def _objections(brief: PictureBrief, drawn: tuple[str, ...]) -> tuple[str, ...]:
    if not drawn:
        return ()
    staging = brief.staging
    asked = ["hero", f"setting:{staging.setting}", f"light:{staging.light}"]
    if staging.companion is not None:
        asked.append(f"companion:{staging.companion}")
    asked += [f"prop:{prop}" for prop in staging.props[:3]]
    missing = [f"It does not show {name.replace(':', ' ')}." for name in asked if name not in drawn]
    if brief.part is Part.COVER and brief.title and "title" not in drawn:
        missing.append("The cover has no title.")
    if brief.part is not Part.COVER and "title" in drawn:
        missing.append("There are letters in a scene.")
    return tuple(missing)
