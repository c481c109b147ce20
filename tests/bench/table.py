"""The figures as the table of docs/benchmarks.md."""

from collections.abc import Iterator

from tests.bench.phases import KILLED, LIMITS, STEADY, Report

Figures = dict[str, dict[str, Report]]


def drawn(figures: Figures) -> str:
    rows = [["", *figures, "ratio" if len(figures) == 2 else ""]]
    rows += [[name, *map(_said, values), _ratio(values)] for name, values in _rows(figures)]
    rows.insert(1, ["---"] * len(rows[0]))
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def drawn_costs(figures: Figures) -> str:
    """What a message costs, in an empty database and in one that has grown."""
    rows = [["", *figures], ["---"] * (len(figures) + 1)]
    for name, phase, figure in (
        ("in: CPU ms a message", "10/s, in", "cpu"),
        ("out with its mark: CPU ms a message", "10/s, out", "cpu"),
        ("in: p50 at 10/s, ms", "10/s, in", "p50"),
        ("out: p50 at 10/s, ms", "10/s, out", "p50"),
        ("both: p50 at 10/s, ms", "10/s, both", "p50"),
        ("both: p99 at 10/s, ms", "10/s, both", "p99"),
    ):
        rows.append([name, *(_said(reports[phase][figure]) for reports in figures.values())])
    trouble = [" + ".join(_trouble(report) for report in reports.values()) for reports in figures.values()]
    rows.append(["missing / duplicated / reordered", *trouble])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _rows(figures: Figures) -> Iterator[tuple[str, list[float | str]]]:
    def of(phase: str, figure: str) -> list[float | str]:
        return [reports[phase][figure] for reports in figures.values()]

    yield "cold start, s", of("start", "seconds")
    for phase in STEADY:
        if phase.rate is None:
            yield f"{phase.name}: messages/s", of(phase.name, "per_second")
            yield f"{phase.name}: CPU s per 1000 messages", of(phase.name, "cpu")
        else:
            yield f"{phase.name}: p50, ms", of(phase.name, "p50")
            yield f"{phase.name}: p99, ms", of(phase.name, "p99")
    yield "API calls per message", of("100/s", "calls_each")
    yield "peak memory, MB", of("memory", "megabytes")
    yield "Telegram's limits: messages/s", of(LIMITS.name, "per_second")
    for name in ("saturation", LIMITS.name, KILLED.name):
        yield f"{name}: missing / duplicated / reordered", [_trouble(reports[name]) for reports in figures.values()]


def _trouble(report: Report) -> str:
    return f"{report['lost']} / {report['duplicated']} / {report['reordered']} of {report['written']}"


def _said(value: float | str | None) -> str:
    if value is None:
        return "nothing arrived"
    return value if isinstance(value, str) else f"{value:.3g}" if value < 100 else f"{value:.0f}"


def _ratio(values: list[float | str]) -> str:
    match values:
        case [float(bare), float(ours)] if bare:
            return f"{ours / bare:.2f}"
    return ""
