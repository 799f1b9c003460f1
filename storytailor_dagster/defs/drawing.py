"""One try at a picture: draw it after its references, look whether it is one, and have it checked."""

from dataclasses import dataclass

from storytailor_dagster.defs.checks import objection
from storytailor_dagster.defs.product import Product
from storytailor_dagster.defs.work import Work
from storytailor_dagster.providers.till import Usage
from storytailor_dagster.story.finding import Finding
from storytailor_dagster.story.picture_checks import check_picture
from storytailor_dagster.story.pictures import AnyBrief, Picture
from storytailor_dagster.story.verdict import Verdict
from storytailor_dagster.story.verdict_findings import verdict_findings


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A picture that may be kept, and what its checker found."""

    picture: Picture
    usage: Usage
    verdict: Verdict
    checked_by: str | None
    findings: tuple[Finding, ...]


def drawn(work: Work, brief: AnyBrief, references: tuple[Picture, ...]) -> Drawn | Product:
    """The picture, or a product of findings only, where it may not be kept."""
    answer = work.hands.picture.draw(brief=brief, references=references, till=work.calls)
    checked = check_picture(answer.value.png, size=brief.size)
    if objection(checked):
        # Nobody has to look at what is no picture.
        return Product(objects=(), columns={}, findings=checked)
    seen = work.hands.check.look(brief=brief, picture=answer.value, till=work.calls)
    findings = (*checked, *verdict_findings(seen.value, last_try=work.last_try))
    if objection(findings):
        return Product(objects=(), columns={}, findings=findings)
    return Drawn(
        picture=answer.value,
        usage=answer.usage,
        verdict=seen.value,
        checked_by=seen.usage.model,
        findings=findings,
    )
