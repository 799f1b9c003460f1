"""The filters as SVG text: gouache (pigment, shade and rim of one light), blurs, and shapes broken into grains.

One family for everything in a picture is what makes it one picture. `color-interpolation-filters` is always sRGB.
"""

from __future__ import annotations

from dataclasses import dataclass

from storytailor_dagster.providers.studio.illustration.colour import rgb01


@dataclass(frozen=True, kw_only=True)
class Gouache:
    """How one gouache filter shades: blur and offset in units, thresholds and opacities 0 to 1."""

    blur: float
    dx: float
    dy: float
    shade: str
    shade_opacity: float
    light: str
    light_opacity: float
    wobble: float = 0.0
    shade_threshold: float = 0.42
    light_threshold: float = 0.46
    noise_gain: float = 1.5
    ambient: tuple[str, float] | None = None


def gouache(name: str, f: Gouache) -> str:
    """A shape shaded on the far side of the light, lit on the near side, both broken into pigment grains.

    An edge is the shape less its blurred and moved self, times noise; a colour matrix cuts it at its threshold. The
    shade multiplies (an opaque factor), the rim screens, both as plain arithmetic: resvg's blending and its other
    composite operators cost twice as much for the same pixels.
    """
    source, ambient = ("s" if f.wobble else "SourceGraphic"), ""
    wobble = (
        f'<feTurbulence type="fractalNoise" baseFrequency="{0.012 if f.wobble > 4 else 0.03}" numOctaves="1"'
        f' seed="5" result="w"/><feDisplacementMap in="SourceGraphic" in2="w" scale="{f.wobble}"'
        ' xChannelSelector="R" yChannelSelector="G" result="s"/>'
        if f.wobble
        else ""
    )
    body = source
    if f.ambient:
        colour, share = f.ambient
        r, g, b = (1 - share * (1 - c) for c in rgb01(colour))
        body = "t"
        ambient = (
            f'<feColorMatrix in="{source}" result="t"'
            f' values="{r:.4f} 0 0 0 0 0 {g:.4f} 0 0 0 0 0 {b:.4f} 0 0 0 0 0 1 0"/>'
        )
    return (
        f'<filter id="{name}" x="-6%" y="-6%" width="112%" height="112%" color-interpolation-filters="sRGB">{wobble}'
        '<feTurbulence type="fractalNoise" baseFrequency="0.62" numOctaves="1" seed="3" result="n"/>'
        f'<feGaussianBlur in="{source}" stdDeviation="{f.blur}" result="b"/>{ambient}'
        + _edge(source, f.dx, f.dy, f.shade_threshold, f.noise_gain)
        + f'<feColorMatrix values="{_shade(f)} 0 0 0 0 1"/>'
        + f'<feComposite in2="{body}" operator="arithmetic" k1="1" result="m"/>'
        + _edge(source, -f.dx, -f.dy, f.light_threshold, f.noise_gain)
        + f'<feColorMatrix values="{_rim(f)}"/>'
        + '<feComposite in2="m" operator="arithmetic" k1="-1" k2="1" k3="1"/></filter>'
    )


_CUT = 2.6
"""How steeply an edge's alpha rises past its threshold."""


def _edge(source: str, dx: float, dy: float, threshold: float, gain: float) -> str:
    k = gain / threshold
    return (
        f'<feOffset in="b" dx="{dx:.1f}" dy="{dy:.1f}" result="o"/>'
        f'<feComposite in="{source}" in2="o" operator="arithmetic" k1="-1" k2="1" result="e"/>'
        f'<feComposite in="e" in2="n" operator="arithmetic" k1="{k:.3f}" k2="{1 - k / 2:.3f}"/>'
    )


def _shade(f: Gouache) -> str:
    """Alpha to an opaque factor: 1 where there is no edge, the shade where there is."""
    rows = []
    cut = 1 / (1 - f.shade_threshold)  # a factor is not clamped, so a full edge must be exactly the shade
    for c in rgb01(f.shade):
        strength = cut * f.shade_opacity * (1 - c)
        rows.append(f"0 0 0 {-strength:.3f} {1 + strength * f.shade_threshold:.3f}")
    return " ".join(rows)


def _rim(f: Gouache) -> str:
    r, g, b = (c * f.light_opacity for c in rgb01(f.light))
    return f"0 0 0 0 {r:.3f} 0 0 0 0 {g:.3f} 0 0 0 0 {b:.3f} 0 0 0 {_CUT} {-_CUT * f.light_threshold:.3f}"


def blur(name: str, deviation: float) -> str:
    return (
        f'<filter id="{name}" x="-60%" y="-60%" width="220%" height="220%" color-interpolation-filters="sRGB">'
        f'<feGaussianBlur stdDeviation="{deviation}"/></filter>'
    )


def grains(name: str, region: str, deviation: float, frequency: float, seed: int, gain: float, cut: float) -> str:
    """A soft blurred shape broken into pigment grains. `region` is x, y, width, height in per cent."""
    x, y, w, h = region.split()
    return (
        f'<filter id="{name}" x="{x}%" y="{y}%" width="{w}%" height="{h}%" color-interpolation-filters="sRGB">'
        f'<feGaussianBlur in="SourceGraphic" stdDeviation="{deviation}" result="b"/>'
        f'<feTurbulence type="fractalNoise" baseFrequency="{frequency}" numOctaves="1" seed="{seed}"/>'
        f'<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 {gain} 0 0 0 {cut}" result="n"/>'
        '<feComposite in="b" in2="n" operator="in"/></filter>'
    )
