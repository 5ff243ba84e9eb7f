"""The sign of each status: a shape of its own besides the colour, for those who cannot tell the colours apart."""

from __future__ import annotations

from schema.rhythm import Light

LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN, Light.NOT_ASSESSED)
"""The worst first."""
PATHS = {
    Light.RED: "M0-10L11 9H-11Z",
    Light.YELLOW: "M0-11L11 0L0 11L-11 0Z",
    Light.GREEN: "M-9 0A9 9 0 1 1 9 0A9 9 0 1 1-9 0Z",
    Light.NOT_ASSESSED: "M-8-8H8V8H-8Z",
}
"""Outlines as SVG paths, some twenty units wide, around (0, 0)."""
COLOURS = {
    Light.RED: "#B3001B",
    Light.YELLOW: "#C27F00",
    Light.GREEN: "#1B7F4B",
    Light.NOT_ASSESSED: "#8A939B",
}
