"""What stands in a limb's place or is worn on a leg: prostheses, braces, an arm that ends early, a built-up shoe."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.aids.tag import part
from storytailor_dagster.providers.studio.illustration.figures.emblems import star
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.figures.skeleton import SHORTER, Bow
from storytailor_dagster.providers.studio.illustration.shapes import Point, ell, g, line, pad, path, polar, smooth

METAL = "#aab6c6"
_DARK = "#4a5266"
_END = 0.6
"""Where an arm that ends early does, as a share of the arm."""


def _piece(bow: Bow, start: float, end: float, colour: str, width: float, cap: str = "round") -> str:
    (x, y), (u, v) = bow.point(start), bow.point(end)
    return line(f"M{x:.1f} {y:.1f}L{u:.1f} {v:.1f}", colour, width, style=f"stroke-linecap:{cap}")


def below_knee(look: Look) -> float:
    """Where on the leg something below the knee begins; higher on a short leg, of which the foot hides much."""
    return 0.46 if sum(look.build.leg) > 90 else 0.34


def lower_leg(look: Look, bow: Bow, width: float) -> str:
    """A prosthetic leg: skin to the knee, a short bright socket with a star, a slim metal shin with its clamps."""
    top = below_knee(look)
    low = top + (1 - top) * 0.36
    ankle, under = bow.end, bow.point(low)
    shin = line(f"M{_text(under)}L{_text(ankle)}", _DARK, 13) + line(f"M{_text(under)}L{_text(ankle)}", METAL, 9.5)
    shin += line(f"M{under[0] - 2:.1f} {under[1]:.1f}L{ankle[0] - 2:.1f} {ankle[1]:.1f}", lum(METAL, 0.18), 2.6)
    clamps = _piece(bow, low + 0.04, low + 0.09, _DARK, 19, "butt") + _piece(bow, 0.8, 0.84, _DARK, 17, "butt")
    joint = ell(ankle[0], ankle[1] - 3, 10, 8, _DARK)
    socket = _piece(bow, low - 0.1, low - 0.08, look.accent, width - 5)
    socket += _piece(bow, top, low - 0.06, look.accent, width + 3, "butt")
    socket += _piece(bow, top - 0.02, top + 0.03, lum(look.accent, -0.14), width + 6, "butt")
    (x, y) = bow.point((top + low) / 2)
    socket += path(star(x, y, 8), lum(look.accent, 0.2, 0.5))
    thigh = g(line(bow.until(top).d, look.skin, width) + pad(*bow.reach), "gH")
    return thigh + part("prosthetic_leg", g(shin + clamps + joint + socket + pad(*bow.reach), "gH"))


def _text(p: Point) -> str:
    return f"{p[0]:.1f} {p[1]:.1f}"


def lower_arm(look: Look, bow: Bow, fingers: str) -> str:
    """A prosthetic forearm: a bright socket below the elbow, smooth metal, a dark wrist and a hand of metal."""
    forearm = _piece(bow, 0.7, 0.93, METAL, 19) + _piece(bow, 0.72, 0.9, lum(METAL, 0.12), 5)
    socket = _piece(bow, 0.52, 0.7, look.accent, 26) + _piece(bow, 0.47, 0.52, lum(look.accent, -0.14), 28)
    (x, y) = bow.point(0.61)
    socket += path(star(x, y, 7), lum(look.accent, 0.2, 0.5))
    wrist = _piece(bow, 0.93, 0.98, _DARK, 18, "butt")
    return part("prosthetic_arm", g(forearm + fingers + wrist + socket + pad(*bow.reach, m=36), "gH"))


def short_arm(look: Look, bow: Bow, width: float) -> str:
    """An arm that ends early, round and healed, with the small fold that such an arm has."""
    ended = bow.until(_END)
    x, y = ended.end
    way = ended.direction
    a, b = polar((x, y), way, width * 0.36), polar(polar((x, y), way, width * 0.2), way + 90, width * 0.22)
    fold = line(f"M{b[0]:.1f} {b[1]:.1f}Q{x:.1f} {y:.1f} {a[0]:.1f} {a[1]:.1f}", lum(look.skin, -0.12), 2.6)
    (u, v) = bow.point(_END * 0.5)
    body = line(f"M{u:.1f} {v:.1f}L{x:.1f} {y:.1f}", look.skin, width + 3)
    end = part("limb_difference_arm_missing", body + ell(x, y, width * 0.56, width * 0.56, look.skin) + fold)
    return g(line(ended.d, look.skin, width + 2) + end + pad(*ended.reach), "gH")


def brace(look: Look, bow: Bow, width: float) -> str:
    """An ankle-foot brace: a bright shell round the calf and under the heel, open in front, with two straps."""
    top = below_knee(look) + 0.02
    tall = 0.96 - top
    shell = _piece(bow, top, 0.96, look.accent, width + 13, "butt")
    shell += _piece(bow, top, top + 0.02, look.accent, width + 13)
    inside = _piece(bow, top + 0.04, 0.96, "#fbf6ec", width - 4, "butt")
    inside += _piece(bow, top + 0.02, top + 0.06, "#fbf6ec", width - 4)
    at = (top + tall * 0.18, top + tall * 0.66)
    straps = "".join(_piece(bow, t, t + 0.085, lum(look.accent, -0.17), width + 15, "butt") for t in at)
    closings = "".join(_piece(bow, t + 0.012, t + 0.073, lum(look.accent, 0.24, 0.5), 10, "butt") for t in at)
    return part("orthotic_devices", g(shell + inside + straps + closings + pad(*bow.reach), "gH"))


def raised(look: Look, ankle: Point, way: int) -> str:
    """The built-up sole under the shorter leg, as high as the leg is short: rounded at the toe, waisted at the heel."""
    x, y = ankle
    high = sum(look.build.leg) * (1 - SHORTER)

    def layer(top: float, low: float, colour: str) -> str:
        outline = [
            (-19, top),
            (31, top),
            (34, (top + low) / 2),
            (27, low),
            (8, low),
            (-17, low),
            (-21, (top + low) / 2),
        ]
        return path(smooth([(x + a * way, y + b) for a, b in outline], k=1 / 11), colour)

    base = 15 + high
    sole = layer(8, base, look.accent) + layer(base - 6, base, lum(look.accent, -0.16))
    stripe = line(f"M{x - 17 * way:.1f} {y + 10 + high * 0.4:.1f}L{x + 28 * way:.1f} {y + 10 + high * 0.4:.1f}",
                  "#fbf6ec", 4)  # fmt: skip
    return part("limb_length_discrepancy", sole + stripe)
