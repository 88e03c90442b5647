# SPDX-License-Identifier: Apache-2.0
"""Small tables for notebooks."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

_RIGHT = ' style="text-align: right"'


def number(value: float | None, digits: int = 3) -> str:
    """About three significant digits; a dash for what is missing."""
    return "–" if value is None else f"{value:.{digits}g}"


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The first column is text, the others are numbers. Everything is escaped."""

    def row(tag: str, cells: Sequence[str]) -> str:
        aligned = (
            f"<{tag}{_RIGHT if i else ''}>{html.escape(cell)}</{tag}>"
            for i, cell in enumerate(cells)
        )
        return f"<tr>{''.join(aligned)}</tr>"

    body = "".join(row("td", cells) for cells in rows)
    return (
        f"<table><caption>{html.escape(caption)}</caption>"
        f"<thead>{row('th', heads)}</thead><tbody>{body}</tbody></table>"
    )


def paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"


def curve(values: Sequence[float], width: int = 160, height: int = 24) -> str:
    """The course of a series from its least to its greatest value."""
    known = [v for v in values if v == v and abs(v) != float("inf")]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    step = max(1, len(values) // width)
    points = " ".join(
        f"{width * i / (len(values) - 1):.1f},{height - 1 - (height - 2) * (v - low) / span:.1f}"
        for i, v in list(enumerate(values))[::step]
        if v == v and abs(v) != float("inf")
    )
    return (
        f'<svg width="{width}" height="{height}"><polyline points="{points}" fill="none" '
        f'stroke="currentColor"/></svg>'
    )
