"""The filters as SVG text: gouache (pigment, shade and rim of one light), blurs, blush, spray, wash and paper.

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
    rim_mode: str = "screen"


def _band(dx: float, dy: float, colour: str, opacity: float, threshold: float, gain: float, result: str) -> str:
    r, g, b = rgb01(colour)
    return (
        f'<feOffset in="b" dx="{dx:.1f}" dy="{dy:.1f}" result="o"/>'
        '<feComposite in="s" in2="o" operator="out" result="e"/>'
        f'<feComposite in="e" in2="na" operator="arithmetic" k2="1" k3="{gain}" k4="{-gain / 2}"/>'
        f'<feColorMatrix values="0 0 0 0 {r:.3f} 0 0 0 0 {g:.3f} 0 0 0 0 {b:.3f} 0 0 0 2.6 {-2.6 * threshold:.2f}"/>'
        f'<feComponentTransfer><feFuncA type="linear" slope="{opacity}"/></feComponentTransfer>'
        f'<feComposite in2="s" operator="in" result="{result}"/>'
    )


def gouache(name: str, f: Gouache) -> str:
    """A shape shaded on the far side of the light, lit on the near side, both broken into pigment grains."""
    source, ambient = "s", ""
    if f.ambient:
        source = "s2"
        ambient = (
            f'<feFlood flood-color="{f.ambient[0]}" flood-opacity="{f.ambient[1]}"/>'
            '<feComposite in2="s" operator="in" result="am"/><feBlend mode="multiply" in="am" in2="s" result="s2"/>'
        )
    edge = (
        f'<feTurbulence type="fractalNoise" baseFrequency="{0.012 if f.wobble > 4 else 0.03}" numOctaves="1"'
        f' seed="5" result="w"/><feDisplacementMap in="SourceGraphic" in2="w" scale="{f.wobble}"'
        ' xChannelSelector="R" yChannelSelector="G" result="s"/>'
        if f.wobble
        else '<feOffset in="SourceGraphic" dx="0" dy="0" result="s"/>'
    )
    return (
        f'<filter id="{name}" x="-6%" y="-6%" width="112%" height="112%" color-interpolation-filters="sRGB">{edge}'
        '<feTurbulence type="fractalNoise" baseFrequency="0.62" numOctaves="1" seed="3"/>'
        '<feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0" result="na"/>'
        f'<feGaussianBlur in="s" stdDeviation="{f.blur}" result="b"/>{ambient}'
        + _band(f.dx, f.dy, f.shade, f.shade_opacity, f.shade_threshold, f.noise_gain, "sh")
        + _band(-f.dx, -f.dy, f.light, f.light_opacity, f.light_threshold, f.noise_gain, "li")
        + f'<feBlend mode="multiply" in="sh" in2="{source}" result="m"/>'
        f'<feBlend mode="{f.rim_mode}" in="li" in2="m" result="k"/><feComposite in="k" in2="s" operator="in"/></filter>'
    )


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


def cloudy(name: str, frequency: str, octaves: int, seed: int, contrast: float) -> str:
    """Opaque grey noise over the whole canvas, for soft-light layers."""
    row = f"{contrast} 0 0 0 {-(contrast - 1) / 2:.3f}"
    return (
        f'<filter id="{name}" x="0" y="0" width="1" height="1" color-interpolation-filters="sRGB">'
        f'<feTurbulence type="fractalNoise" baseFrequency="{frequency}" numOctaves="{octaves}" seed="{seed}"/>'
        f'<feColorMatrix values="{row} {row} {row} 0 0 0 0 1"/></filter>'
    )
