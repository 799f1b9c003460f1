"""A document under one light: the palette defines all filters, gradients and finishing layers of a picture."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from storytailor_dagster.providers.studio.illustration import filters
from storytailor_dagster.providers.studio.illustration.shapes import H, W, ell, g, rect
from storytailor_dagster.providers.studio.illustration.textures import texture

Box = tuple[float, float, float, float]
"""Left, top, width, height."""
Stop = tuple[float, str] | tuple[float, str, float]


@dataclass(frozen=True, kw_only=True)
class Palette:
    """One picture's light. `shade` is never grey or black; `toward` points to the light (x, y, up is negative).

    Opacities 0 to 1: `shade_op`, `light_op` for things, `body_shade_op`, `rim_op` for figures; `ambient` tints
    figures (keep it pale and at most .20, or skin goes grey); `grade` tints all; `vignette`, `wash`, `grain`.
    """

    shade: str
    light: str
    toward: tuple[float, float] = (-0.7, -0.7)
    shade_op: float = 0.55
    light_op: float = 0.5
    body_shade_op: float = 0.5
    rim_op: float = 0.45
    ambient: tuple[str, float] | None = None
    grade: str = "#ffb27a"
    grade_op: float = 0.12
    vignette: float = 0.42
    wash: float = 0.34
    grain: float = 0.30


_THINGS = (
    ("gS", 4, 4, 2.0),
    ("gM", 10, 9, 3.2),
    ("gL", 26, 20, 5.0),
    ("gX", 60, 46, 4.0),
    ("gR", 50, 44, 0.0),
)
_BODIES = (("gC", 8), ("gH", 5))


class Canvas:
    """Collects markup back to front.

    Filters by id: gS gM gL gX for things of growing size (hand-cut edge), gR round and smooth, gC bodies and
    gH hair, hands and small things (no wobble); b3 b8 b20 b45 b90 blurs; blush, spray, spraybig grains.

    `beacons` says whether lights that are seen from far shine: not where the light that somebody carries is to be it.
    """

    def __init__(self, palette: Palette, seed: int | str = 1, *, beacons: bool = True) -> None:
        self.palette = palette
        self.beacons = beacons
        self.random = random.Random(seed)
        self._defs: list[str] = []
        self._filters = _filters(palette)
        self._out: list[str] = []
        self._count = 0

    def add(self, *bodies: str) -> None:
        self._out.extend(bodies)

    def define(self, markup: str) -> None:
        """Adds to <defs>."""
        self._defs.append(markup)

    def uid(self) -> str:
        self._count += 1
        return f"u{self._count}"

    def linear(self, stops: Sequence[Stop], x1: float = 0, y1: float = 0, x2: float = 0, y2: float = 1) -> str:
        """A paint for `fill`: a gradient over the filled shape's box, top to bottom unless said otherwise."""
        name = self.uid()
        self.define(
            f'<linearGradient id="{name}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}">{_stops(stops)}</linearGradient>'
        )
        return f"url(#{name})"

    def radial(self, stops: Sequence[Stop], cx: float = 0.5, cy: float = 0.5, r: float = 0.5) -> str:
        name = self.uid()
        self.define(f'<radialGradient id="{name}" cx="{cx}" cy="{cy}" r="{r}">{_stops(stops)}</radialGradient>')
        return f"url(#{name})"

    def clip(self, d: str) -> str:
        """The id of a clip path; use as clip_path=f"url(#{id})"."""
        name = self.uid()
        self.define(f'<clipPath id="{name}"><path d="{d}"/></clipPath>')
        return name

    def sky(self, stops: Sequence[Stop]) -> None:
        self.add(rect(0, 0, W, H, self.linear(stops)))
        self.add(texture("wash", W, H, W, H, self.palette.wash))

    def glow(
        self,
        x: float,
        y: float,
        r: float,
        colour: str,
        op: float = 0.8,
        mode: str = "screen",
        ry: float | None = None,
    ) -> None:
        paint = self.radial([(0, colour, op), (0.25, colour, op * 0.55), (0.55, colour, op * 0.18), (1, colour, 0)])
        self.add(ell(x, y, r, ry or r, paint, style=f"mix-blend-mode:{mode}"))

    def shadow(self, x: float, y: float, rx: float, ry: float, colour: str | None = None, op: float = 0.5) -> None:
        """A grainy contact shadow under everything that stands."""
        body = ell(0, 0, rx, ry, colour or self.palette.shade, opacity=op)
        self.add(g(body, "spray", f"translate({x:.1f} {y:.1f})", style="mix-blend-mode:multiply"))

    def finish(self, *, window: Box | None = None, size: tuple[int, int] = (W, H)) -> str:
        """Grade, vignette and paper over everything; the whole document, or a window of it at a size in pixels."""
        p = self.palette
        edge = self.radial([(0, "#000000", 0), (0.62, p.shade, 0), (1, p.shade, p.vignette)], 0.5, 0.47, 0.78)
        self.add(
            rect(0, 0, W, H, p.grade, opacity=p.grade_op, style="mix-blend-mode:soft-light"),
            rect(0, 0, W, H, edge, style="mix-blend-mode:multiply"),
            texture("paper", W, H, 512, 512, p.grain),
        )
        return self.bare(window=window, size=size)

    def bare(self, *, window: Box | None = None, size: tuple[int, int] = (W, H)) -> str:
        """The document as it is, on nothing: see-through where nothing was added."""
        body = "".join(self._out)
        used = "".join(markup for name, markup in self._filters.items() if f"#{name})" in body)
        box = " ".join(f"{value:g}" for value in window or (0, 0, W, H))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{size[0]}" height="{size[1]}">'
            f"<defs>{used}{''.join(self._defs)}</defs>{body}</svg>"
        )


def _stops(stops: Sequence[Stop]) -> str:
    return "".join(
        f'<stop offset="{stop[0]}" stop-color="{stop[1]}" stop-opacity="{stop[2] if len(stop) == 3 else 1}"/>'
        for stop in stops
    )


def _filters(p: Palette) -> dict[str, str]:
    x, y = p.toward
    found: dict[str, str] = {}
    for name, blur, offset, wobble in _THINGS:
        found[name] = filters.gouache(
            name,
            filters.Gouache(
                blur=blur,
                dx=x * offset,
                dy=y * offset,
                wobble=wobble,
                shade=p.shade,
                shade_opacity=p.shade_op,
                light=p.light,
                light_opacity=p.light_op,
            ),
        )
    for name, size in _BODIES:
        found[name] = filters.gouache(
            name,
            filters.Gouache(
                blur=size,
                dx=x * size,
                dy=y * size,
                shade=p.shade,
                shade_opacity=p.body_shade_op,
                light=p.light,
                light_opacity=p.rim_op,
                shade_threshold=0.44,
                light_threshold=0.52,
                noise_gain=1.1,
                ambient=p.ambient,
            ),
        )
    for deviation in (3, 8, 20, 45, 90):
        found[f"b{deviation}"] = filters.blur(f"b{deviation}", deviation)
    found["blush"] = filters.grains("blush", "-60 -80 220 260", 5.5, 0.6, 4, 3, -0.75)
    found["spray"] = filters.grains("spray", "-40 -250 180 600", 16, 0.75, 4, 4.5, -1.75)
    found["spraybig"] = filters.grains("spraybig", "-40 -40 180 180", 42, 0.7, 9, 4.5, -1.75)
    return found
