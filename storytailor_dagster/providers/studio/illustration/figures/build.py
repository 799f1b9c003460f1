"""A body's measures by age, in units. Three is round and short, ten has long legs; six stands 400 units tall."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Build:
    """`head` is half its width and half its height; `arm` and `leg` are upper and lower; `girth` scales widths,
    `neck` is how far the head is above the shoulders, `thick` scales the limbs."""

    head: tuple[float, float]
    trunk: float
    arm: tuple[float, float]
    leg: tuple[float, float]
    girth: float
    neck: float = 6
    thick: float = 1.0

    @property
    def stature(self) -> float:
        """How long the body is beside a child of six: 1 at six, less before, more after."""
        return (sum(self.leg) + self.trunk) / 212


_THREE = Build(head=(85, 76), trunk=86, arm=(46, 43), leg=(42, 39), girth=1.04)
_SIX = Build(head=(82, 73), trunk=96, arm=(55, 52), leg=(60, 56), girth=1.0)
_TEN = Build(head=(77, 72), trunk=107, arm=(64, 60), leg=(82, 77), girth=1.0)


def figured(build: Build, said: Collection[str]) -> Build:
    """The build as the family says it: tall or small for the age, round or slight."""
    long = 1 + 0.11 * ("tall" in said) - 0.11 * ("small" in said)
    wide = 1 + 0.17 * ("round" in said) - 0.1 * ("slight" in said)
    (half, high), (arm, forearm), (thigh, shin) = build.head, build.arm, build.leg
    return replace(
        build, head=(half * (0.82 + 0.18 * wide), high), trunk=build.trunk * (0.5 + 0.5 * long),
        arm=(arm * long, forearm * long), leg=(thigh * long, shin * long), girth=build.girth * wide,
        thick=0.8 * wide + 0.2 if wide < 1 else wide,
    )  # fmt: skip


def short_limbed(build: Build) -> Build:
    """The same trunk and a larger head over short arms and legs."""
    (arm, forearm), (thigh, shin) = build.arm, build.leg
    wide, high = build.head
    return replace(
        build, head=(wide * 1.04, high * 1.03), arm=(arm * 0.7, forearm * 0.74), leg=(thigh * 0.56, shin * 0.56)
    )


def long_legged(build: Build, least: float) -> Build:
    """The same with legs no shorter than this, so that there is room for what is worn on them."""
    share = max(1.0, least / sum(build.leg))
    return replace(build, leg=(build.leg[0] * share, build.leg[1] * share))


def creature(build: Build) -> Build:
    """A creature's build at the same age: shorter legs, a rounder trunk."""
    upper, lower = build.leg
    return replace(build, leg=(upper * 0.74, lower * 0.74), trunk=build.trunk * 1.02, girth=build.girth * 1.1)


def build_of(age: int) -> Build:
    """The build at an age in years; younger than 3 and older than 10 keep the nearest."""
    years = min(10, max(3, age))
    one, other, share = (_THREE, _SIX, (years - 3) / 3) if years <= 6 else (_SIX, _TEN, (years - 6) / 4)

    def between(a: float, b: float) -> float:
        return a + (b - a) * share

    def pair(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
        return between(a[0], b[0]), between(a[1], b[1])

    return Build(
        head=pair(one.head, other.head),
        trunk=between(one.trunk, other.trunk),
        arm=pair(one.arm, other.arm),
        leg=pair(one.leg, other.leg),
        girth=between(one.girth, other.girth),
    )
