"""A report as a picture: bars, and a heat map of the hours of a week."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Literal

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from bridge.reports import words
from bridge.reports.report import Bars, Drawing, Heat, Report

# The width in which a phone shows a picture.
WIDTH_INCHES = 8.0
DOTS_PER_INCH = 120
SERIES_COLOURS = ("#3390ec", "#f2994a", "#27ae60")
# Upright bars with more labels show only some of them.
MAX_LABELS = 16
MAX_LABEL_LENGTH = 24
# More upright bars have no gaps between them.
MAX_BARS_WITH_GAPS = 90
# A part of a bar below this share of the longest bar has no room for its number.
MIN_NUMBERED_SHARE = 0.06
# A picture shows at most this many bars, the first ones.
MAX_BARS = 25

STYLE: dict[Any, Any] = {
    # Matplotlib must not treat a dollar in a name as the start of a formula.
    "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#999999",
    "axes.titlesize": 13,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
}


def drawn(report: Report) -> bytes:
    """The drawings as a PNG. It does not use pyplot, which keeps state between two pictures."""
    drawings = [drawing for drawing in report.drawings if drawing.has_anything]
    heights = [_height(drawing) for drawing in drawings]
    with rc_context(STYLE):
        figure = Figure(
            figsize=(WIDTH_INCHES, sum(heights) + 0.6),
            dpi=DOTS_PER_INCH,
            layout=ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.1),
        )
        figure.suptitle(f"{report.title} · {report.period.title}", x=0.02, ha="left", fontsize=14)
        places = figure.subplots(len(drawings), 1, gridspec_kw={"height_ratios": heights}, squeeze=False)
        for drawing, place in zip(drawings, places[:, 0], strict=True):
            _draw(place, drawing)
            place.set_title("" if drawing.title == report.title else drawing.title)
        saved = BytesIO()
        FigureCanvasAgg(figure).print_png(saved)  # type: ignore[no-untyped-call]
    return saved.getvalue()


def _height(drawing: Drawing) -> float:
    match drawing:
        case Bars(upright=False, labels=labels, series=series, stacked=stacked):
            beside = 1 if stacked else len(series)
            return 1.2 + min(len(labels), MAX_BARS) * (0.3 + 0.18 * (beside - 1))
    return 3.2


def _draw(place: Axes, drawing: Drawing) -> None:
    match drawing:
        case Heat():
            _heat(place, drawing)
        case Bars(upright=True):
            _upright(place, drawing)
        case Bars():
            _lying(place, drawing)


def _lying(place: Axes, bars: Bars) -> None:
    """Draw horizontal bars from top to bottom, each with its number."""
    labels = [_short(label) for label in bars.labels[:MAX_BARS]]
    thick = 0.7 if bars.stacked else 0.8 / len(bars.series)
    rows = np.arange(len(labels))
    left = np.zeros(len(labels))
    longest = max(sum(column) for column in zip(*(values for _name, values in bars.series), strict=True))
    for number, (name, values) in enumerate(bars.series):
        shown = np.array(values[:MAX_BARS], dtype=float)
        shift = 0.0 if bars.stacked else (number - (len(bars.series) - 1) / 2) * thick
        drawn = place.barh(rows + shift, shown, thick, left=left, color=SERIES_COLOURS[number], label=name or None)
        where: Literal["center", "edge"] = "center" if bars.stacked else "edge"
        written = np.where(shown >= longest * MIN_NUMBERED_SHARE, shown, 0) if bars.stacked else shown
        place.bar_label(
            drawn, _numbers(written.tolist()), label_type=where, padding=0 if bars.stacked else 3, fontsize=10
        )
        left = left + shown if bars.stacked else left
    place.set_yticks(rows, labels)
    place.invert_yaxis()
    place.xaxis.set_visible(False)
    place.spines["bottom"].set_visible(False)
    place.margins(x=0.1, y=0.5 / (len(labels) + 1))
    _name(place, bars)


def _upright(place: Axes, bars: Bars) -> None:
    """Draw upright bars from left to right, in the order of time."""
    for number, (name, values) in enumerate(bars.series):
        drawn = place.bar(
            range(len(values)),
            values,
            0.8 if len(values) <= MAX_BARS_WITH_GAPS else 1,
            color=SERIES_COLOURS[number],
            label=name or None,
        )
        if len(values) <= MAX_LABELS:
            place.bar_label(drawn, _numbers(values), padding=2, fontsize=10)
    step = -(-len(bars.labels) // MAX_LABELS)
    place.set_xticks(range(0, len(bars.labels), step), bars.labels[::step], rotation=45, ha="right", fontsize=9)
    place.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    place.grid(axis="y", color="#dddddd", linewidth=0.7)
    place.set_axisbelow(True)
    _name(place, bars)


def _heat(place: Axes, heat: Heat) -> None:
    counts = np.array(heat.counts, dtype=float)
    place.imshow(counts, cmap="Blues", aspect="auto", vmin=0, vmax=max(counts.max(), 1))
    place.set_yticks(range(len(heat.weekdays)), heat.weekdays)
    place.set_xticks(range(0, counts.shape[1], 2), [f"{hour}:00" for hour in range(0, counts.shape[1], 2)], fontsize=9)
    place.tick_params(length=0)
    for side in place.spines.values():
        side.set_visible(False)
    for (row, column), count in np.ndenumerate(counts):
        if count:
            colour = "white" if count > counts.max() * 0.6 else "#333333"
            place.text(column, row, _compact(count), ha="center", va="center", color=colour, fontsize=8)


def _name(place: Axes, bars: Bars) -> None:
    if any(name for name, _values in bars.series):
        place.legend(frameon=False, fontsize=10, loc="lower right", bbox_to_anchor=(1, 1), ncols=len(bars.series))


def _numbers(values: Sequence[float]) -> list[str]:
    return [words.number(value) if value else "" for value in values]


def _compact(count: float) -> str:
    """A number that fits into a cell of the heat map: «7», «950», «12k»."""
    return f"{count:.0f}" if count < 1000 else f"{count / 1000:.0f}k"


def _short(label: str) -> str:
    return label if len(label) <= MAX_LABEL_LENGTH else label[: MAX_LABEL_LENGTH - 1] + "…"
