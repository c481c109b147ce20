"""The figures as the table of docs/benchmarks.md."""

from collections.abc import Iterator

from tests.bench.phases import BACKLOG, KILLED, LIMITS, OUTAGE, STEADY, Report

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


def _rows(figures: Figures) -> Iterator[tuple[str, list[float | str | None]]]:
    def of(phase: str, figure: str) -> list[float | str | None]:
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
    yield "after 60 s of 502: s until everything is there", [_whole(reports) for reports in figures.values()]
    for way, whose in (("out", "answers"), ("in", "customers' messages")):
        after = [reports[BACKLOG.phase.name]["after"][way] for reports in figures.values()]
        yield f"{BACKLOG.phase.name}: {whose}, messages/s", [each["per_second"] if each else None for each in after]
        yield f"{BACKLOG.phase.name}: {whose}, s until the last", [each["seconds"] if each else None for each in after]
    for name in ("saturation", LIMITS.name, KILLED.name, OUTAGE.phase.name, BACKLOG.phase.name):
        yield f"{name}: missing / duplicated / reordered", [_trouble(reports[name]) for reports in figures.values()]


def _whole(reports: dict[str, Report]) -> float | str:
    report = reports[OUTAGE.phase.name]
    if report["lost"]:
        return "never"
    return float(max(each["seconds"] for each in report["after"].values() if each))


def _trouble(report: Report) -> str:
    return f"{report['lost']} / {report['duplicated']} / {report['reordered']} of {report['written']}"


def _said(value: float | str | None) -> str:
    if value is None:
        return "nothing arrived"
    return value if isinstance(value, str) else f"{value:.3g}" if value < 100 else f"{value:.0f}"


def _ratio(values: list[float | str | None]) -> str:
    match values:
        case [float(bare), float(ours)] if bare:
            return f"{ours / bare:.2f}"
    return ""
