"""What is worn on the face or the head: a nasal cannula, a shaping helmet; and a lip's scar."""

from __future__ import annotations

from storytailor_dagster.providers.studio.illustration.colour import lum
from storytailor_dagster.providers.studio.illustration.figures.faces import Face
from storytailor_dagster.providers.studio.illustration.figures.heads.head import Head
from storytailor_dagster.providers.studio.illustration.figures.look import Look
from storytailor_dagster.providers.studio.illustration.shapes import ell, g, line, path, smooth


def cannula(_look: Look, head: Head, face: Face) -> str:
    """Clear tubing looped over both ears, with two soft prongs below the nose."""
    (ax, ay, _), (bx, by, _) = head.ears
    x, y = face.gaze[0] * 1.6, 35 + face.gaze[1] * 1.2
    tube = f"M{ax:.1f} {ay - 8:.1f}Q{ax * 0.6:.1f} {y + 12:.1f} {x:.1f} {y:.1f}"
    tube += f"Q{bx * 0.6:.1f} {y + 12:.1f} {bx:.1f} {by - 8:.1f}"
    prongs = line(f"M{x - 5:.1f} {y:.1f}v-5M{x + 5:.1f} {y:.1f}v-5", "#f2fbff", 4)
    return line(tube, "#8fb3c4", 6) + line(tube, "#eaf7fc", 3.6) + prongs


def lip_scar(look: Look, _head: Head, face: Face) -> str:
    """A fine seam from the nose to the lip, and a little notch."""
    x, y = face.gaze[0] * 1.5 - 6, face.gaze[1] * 1.1
    return line(f"M{x + 2:.1f} {32 + y:.1f}Q{x - 3:.1f} {38 + y:.1f} {x:.1f} {45 + y:.1f}", lum(look.skin, -0.16), 3.6)


def helmet(look: Look, _head: Head, face: Face) -> str:
    """A firm, round orthotic helmet with a strap, in the child's own colour."""
    c, x = look.accent, face.gaze[0] * 0.5
    shell = [
        (-88, 8),
        (-94, -30),
        (-70, -78),
        (0, -102),
        (70, -78),
        (94, -30),
        (88, 8),
        (66 + x, -18),
        (x, -36),
        (-66 + x, -18),
    ]
    vents = "".join(
        ell(a, b, 8, 4, lum(c, -0.12), transform=f"rotate({a * 0.6:.0f} {a} {b})")
        for a, b in ((-38, -72), (0, -82), (38, -72))
    )
    strap = line("M-84 10Q-70 62 -30 76M84 10Q70 62 30 76", lum(c, -0.1), 5)
    return strap + g(path(smooth(shell), c) + vents, "gC")
