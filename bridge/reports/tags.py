"""«Теги»: how often each tag was put on dialogs, and how many dialogs had it, by channel and department."""

from collections import Counter
from collections.abc import Mapping
from html import escape

from bridge.reports import words
from bridge.reports.carried import Carried, ChannelDepartment, carried
from bridge.reports.columns import Columns
from bridge.reports.report import REPORT_TITLES, Bars, Report, ReportKind, ReportRequest, Table
from bridge.text.texts import _
from storage.engine.unit_of_work import UnitOfWork
from storage.reports.report_rows import NO_ID, ReportRows
from storage.tags.tags import Tag, TagScope

# Maximum of tags in the picture.
MAX_BARS_SHOWN = 20
NOTHING_CARRIED = Carried()


async def tags(uow: UnitOfWork, request: ReportRequest) -> Report:
    dialogs = Columns.read(ReportRows.DIALOGS, [await uow.report_rows.dialogs()])
    now = await carried(uow, request.period, dialogs, whose=request.whose)
    before = await carried(uow, request.period.before(), dialogs, whose=request.whose)
    named = {tag.id: tag for tag in await uow.tags.ever(TagScope.DIALOG)}
    shown = sorted(now.keys() & named.keys(), key=lambda it: (-len(now[it].dialogs), named[it].key))
    places = await _Names.of(uow, dialogs)
    each = [(named[tag_id], now[tag_id], before.get(tag_id, NOTHING_CARRIED)) for tag_id in shown]
    title = _(REPORT_TITLES[ReportKind.TAGS])
    drawn = each[:MAX_BARS_SHOWN]
    drawing = Bars(
        title,
        [tag.name for tag, *_counts in drawn],
        [
            (_("Put on"), [one.put.total() for _tag, one, _before in drawn]),
            (_("Dialogs with it"), [len(one.dialogs) for _tag, one, _before in drawn]),
        ],
    )
    table = Table(
        [_("Tag"), _("Channel"), _("Department"), _("Put on"), _("Dialogs with it")],
        [row for tag, one, _before in each for row in places.rows(tag, one)],
    )
    blocks = [places.block(*tag) for tag in each] or [_("No tags in this period")]
    return Report(ReportKind.TAGS, title, request.period, blocks, table, [drawing])


class _Names:
    def __init__(self, channels: Mapping[int, str], departments: Mapping[int, str], dialogs: Columns) -> None:
        self._channels = channels
        self._departments = {**departments, NO_ID: _("Without a department")}
        self._channel_of = dict(zip(dialogs["dialog"].tolist(), dialogs["channel"].tolist(), strict=True))

    @classmethod
    async def of(cls, uow: UnitOfWork, dialogs: Columns) -> "_Names":
        channels = {it.id: it.name for it in await uow.channels.all()}
        return cls(channels, {it.id: it.name for it in await uow.departments.all()}, dialogs)

    def block(self, tag: Tag, now: Carried, before: Carried) -> str:
        name = f"<b>{escape(label(tag), quote=False)}</b>"
        put = _("put on {count}").format(count=words.counted(now.put.total(), before.put.total()))
        dialogs = _("dialogs {count}").format(count=words.counted(len(now.dialogs), len(before.dialogs)))
        lines = [name, f"{put} · {dialogs}"]
        by_channel, by_department = Counter[int](), Counter[int]()
        for (channel, department), count in self._places(now).items():
            by_channel[channel] += count
            by_department[department] += count
        lines += [self._line(by_channel, self._channels), self._line(by_department, self._departments)]
        return "\n".join(filter(None, lines))

    def rows(self, tag: Tag, now: Carried) -> list[list[str | int | float | None]]:
        """One row for each channel and department."""
        dialogs = self._places(now)
        return [
            [label(tag), self._channels.get(place[0], ""), self._departments[place[1]], now.put[place], dialogs[place]]
            for place in sorted(dialogs.keys() | now.put.keys())
        ]

    def _places(self, now: Carried) -> Counter[ChannelDepartment]:
        return Counter((self._channel_of.get(dialog, NO_ID), place) for dialog, place in now.dialogs.items())

    def _line(self, counts: Counter[int], names: Mapping[int, str]) -> str:
        each = (f"{escape(names.get(it, ''), quote=False)} {words.number(count)}" for it, count in counts.most_common())
        return "   " + ", ".join(each)


def label(tag: Tag) -> str:
    return tag.label if tag.deleted_at is None else _("{name} (deleted)").format(name=tag.label)
