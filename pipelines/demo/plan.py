"""Who sends what, when, and with which faults: the whole simulated campaign before a file is written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from pipelines.demo.forms import Letter, Office
from pipelines.demo.names import bare
from pipelines.demo.roster import Cast
from pipelines.demo.sending import KINDS, Job

Standing = Literal[
    "in_force",
    "superseded",
    "later",
    "not_registered",
    "two_undated",
    "not_registered_beside_registered",
    "rejected",
    "copy",
]
DEADLINE_DAY = 20
SPOILT_SHARE = 0.2
# From so many communes on, every kind of fault is planted at least once.
EVERY_KIND_FROM = 100
TWO_UNDATED = "hai bản chưa vào sổ"
BESIDE_REGISTERED = "bản chưa vào sổ bên bản vào sổ"
FOLDERS = ("", "", "Mới nhận", "Email", "Tải về (2)", "Công văn đến/2021", "zalo")
FILE_NAMES = (
    "BC ISO {year} - {full}{suffix}", "Bao cao ISO {ascii}{suffix}", "{full}{suffix}",
    "PL kem theo BC {number} {ascii}{suffix}",
    "bao_cao_{joined}_v2{suffix}", "{ascii} gửi lại{suffix}", "Báo cáo {full} ({number}){suffix}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sending:
    """One file of the campaign: its job, the day it came (None: not in arrivals.csv), how it stands."""

    job: Job
    received: dt.date | None
    standing: Standing
    plan_fault: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The months of a campaign, first to last, and the day until which reports are owed."""

    months: tuple[tuple[int, int], ...]

    @property
    def last(self) -> str:
        """The last month, "2021-12"."""
        return "{}-{:02d}".format(*self.months[-1])

    @property
    def deadline(self) -> dt.date:
        """The last day on which a report is in time."""
        return dt.date(*self.months[-1], DEADLINE_DAY)

    def in_time(self, random: Random, latest: dt.date | None = None) -> dt.date:
        """A day not after the deadline, nor after `latest`."""
        year, month = random.choice(self.months)
        last = DEADLINE_DAY if (year, month) == self.months[-1] else 28
        day = dt.date(year, month, random.randint(3, last))
        return min(day, latest) if latest else day

    def late(self, random: Random) -> dt.date:
        """A day of the last month after the deadline."""
        return dt.date(*self.months[-1], random.randint(DEADLINE_DAY + 1, 28))

    def after(self, random: Random) -> dt.date:
        """A day of the month after the last one."""
        year, month = self.months[-1]
        return dt.date(year + month // 12, month % 12 + 1, random.randint(3, 25))


def calendar(year: int, months: int) -> Calendar:
    """The `months` months that end with December of `year`. Raises ValueError for fewer than one."""
    if months < 1:
        raise ValueError("Số tháng phải từ 1 trở lên")
    counted = [divmod(year * 12 + 11 - back, 12) for back in reversed(range(months))]
    return Calendar(tuple((at, month + 1) for at, month in counted))


def plan_campaign(cast: Cast, when: Calendar, seed: int, faults: bool) -> list[Sending]:
    """Every file of the campaign in register order. Without faults each unit sends once and in time."""
    random = Random(f"{seed}-plan")
    senders: list[tuple[Office, tuple[Office, ...]]] = []
    for parent, communes in cast.scored_by.items():
        senders.append((parent, communes))
        senders += [(commune, ()) for commune in communes]
    wrong = _assign_faults(random, cast) if faults else {}
    fates = (
        _assign_fates(random, [office for office, _ in senders if office.code not in wrong]) if faults else {}
    )
    files = _FileNames(random, cast)
    sendings: list[Sending] = []
    for office, communes in senders:
        kinds = wrong.get(office.code, ())
        fate = fates.get(office.code, "")
        if fate == "never":
            continue
        received = when.late(random) if fate == "late" else when.in_time(random)
        if fate == "again":
            # The second version needs days left before the deadline.
            received = min(received, when.deadline - dt.timedelta(days=8))
        letter = Letter(random.randint(5, 180), received - dt.timedelta(days=random.randint(0, 2)), cast.year)
        suffix, legacy = _shape(random, office, bool(kinds), fate)
        hidden_sender = any(name in KINDS and KINDS[name].code == "sender_unknown" for name in kinds)
        job = Job(
            file=files.name(office, suffix, letter, hidden_sender),
            office=office, communes=communes, seed=random.getrandbits(48), letter=letter, figures_on=letter,
            suffix=suffix, legacy=legacy, kinds=tuple(name for name in kinds if name in KINDS),
            plain=bool(kinds), formatted_below=10_000 if fate == "long" else 0,
        )  # fmt: skip
        plan_fault = next((name for name in kinds if name not in KINDS), "")
        ends = any(KINDS[name].ends for name in job.kinds)
        if plan_fault == TWO_UNDATED:
            again = replace(job, file=files.name(office, suffix, letter, False), version=2)
            sendings += [Sending(one, None, "two_undated", TWO_UNDATED) for one in (job, again)]
        elif fate == "unregistered":
            sendings.append(Sending(job, None, "not_registered"))
        else:
            standing: Standing = "rejected" if ends else "superseded" if fate == "again" else "in_force"
            sendings.append(Sending(job, received, standing))
        if fate in ("again", "after") or plan_fault == BESIDE_REGISTERED:
            next_day = (
                received + dt.timedelta(days=random.randint(2, 6)) if fate == "again" else when.after(random)
            )
            newer = Letter(letter.number + 1, next_day - dt.timedelta(days=1), cast.year)
            again = replace(job, file=files.name(office, suffix, newer, False), letter=newer, version=2)
            if fate == "again":
                sendings.append(Sending(again, next_day, "in_force"))
            elif fate == "after":
                sendings.append(Sending(again, next_day, "later"))
            else:
                sendings.append(Sending(again, None, "not_registered_beside_registered", BESIDE_REGISTERED))
    return sendings


def _assign_faults(random: Random, cast: Cast) -> dict[str, tuple[str, ...]]:
    """One or two kinds of fault for about a fifth of the units; every kind at least once where units
    suffice.
    """
    communes = [office.code for office in cast.communes]
    parents = [office.code for office in cast.scored_by]
    random.shuffle(communes)
    random.shuffle(parents)
    wrong: dict[str, tuple[str, ...]] = {}
    of_parents = [kind for kind in KINDS.values() if kind.place == "phu_luc_ib"]
    for_parents = [kind.name for kind in of_parents if not kind.alone]
    for kind in of_parents:
        if kind.alone and len(parents) > 1:
            wrong[parents.pop()] = (kind.name,)
    if len(parents) < 2:
        for_parents.remove("đơn vị của huyện khác")
    random.shuffle(for_parents)
    # Two for a unit, unless so few units score that some kinds would never be planted.
    each = max(2, -(-len(for_parents) // len(parents))) if len(communes) >= EVERY_KIND_FROM else 1
    for index in range(0, len(for_parents), each):
        if parents:
            wrong[parents.pop()] = tuple(for_parents[index : index + each])
    alone = [(kind.name,) for kind in KINDS.values() if kind.ends] + [(TWO_UNDATED,), (BESIDE_REGISTERED,)]
    figures = [kind.name for kind in KINDS.values() if kind.place == "so_lieu"]
    others = [kind.name for kind in KINDS.values() if kind.place in ("tu_cham", "book") and not kind.ends]
    random.shuffle(figures)
    pairs = [(other, figures[index]) for index, other in enumerate(others)]
    groups: list[tuple[str, ...]] = [*alone, *pairs, *((name,) for name in figures[len(others) :])]
    random.shuffle(groups)
    wanted = round(SPOILT_SHARE * len(communes))
    if len(communes) < EVERY_KIND_FROM:
        groups = groups[: max(1, wanted)]
    while len(groups) < wanted:
        groups.append((random.choice(figures), random.choice(others))[: random.randint(1, 2)])
    return wrong | dict(zip(communes, groups, strict=False))


def _assign_fates(random: Random, offices: Sequence[Office]) -> dict[str, str]:
    """What else happens to the units whose files are right: some are late, some never send, some send
    again.
    """
    shares = (
        ("late", 0.05),
        ("never", 0.03),
        ("again", 0.06),
        ("after", 0.02),
        ("unregistered", 0.03),
        ("csv", 0.02),
        ("ods", 0.03),
    )
    codes = [office.code for office in offices]
    communes = {office.code for office in offices if office.level == "commune"}
    random.shuffle(codes)
    fates = {}
    for fate, part in shares:
        for _ in range(max(1, round(part * len(offices)))):
            fit = next((code for code in codes if fate != "csv" or code in communes), None)
            if fit and len(codes) > 3:
                codes.remove(fit)
                fates[fit] = fate
    if codes:
        fates[codes.pop()] = "long"
    # Old fonts are rare enough that chance alone leaves many provinces without one.
    if fit := next((code for code in reversed(codes) if code in communes), None):
        fates[fit] = "old_font"
    return fates


def _shape(random: Random, office: Office, spoilt: bool, fate: str) -> tuple[str, str]:
    """The format of a file and its old font, if any."""
    if spoilt:
        return ".xlsx", ""
    if fate in ("csv", "ods"):
        return f".{fate}", ""
    if fate == "old_font" or (office.level == "commune" and random.random() < 0.02):
        return ".xlsx", random.choice(("tcvn3", "vni"))
    return (".xlsm" if random.random() < 0.03 else ".xlsx"), ""


class _FileNames:
    """Names and folders as they come, each used once; names that Windows refuses do not occur."""

    def __init__(self, random: Random, cast: Cast) -> None:
        self.random, self.cast = random, cast
        self.used: set[str] = set()

    def name(self, office: Office, suffix: str, letter: Letter, hide_sender: bool) -> str:
        """A path below inbox/ that no other file has, whatever the case of its letters."""
        kind = office.kind.title() if office.level == "province" else office.kind
        full = f"{kind} {office.short_name}"
        plain = bare(full)
        words = {
            "year": letter.year, "full": full, "ascii": plain, "joined": re.sub(r"\W+", "_", plain),
            "number": letter.number, "suffix": suffix,
        }  # fmt: skip
        folder = self.random.choice(
            (*FOLDERS, office.above, bare(office.above))
            if not self.cast.national
            else (office.above or full,)
        )
        stem = self.random.choice(FILE_NAMES).format(**words)
        if hide_sender:
            folder, stem = "Mới nhận", f"bao cao{suffix}"
        path = f"{folder}/{stem}" if folder else stem
        count = 1
        while path.lower() in self.used:
            count += 1
            path = f"{path.removesuffix(suffix).removesuffix(f' ({count - 1})')} ({count}){suffix}"
        self.used.add(path.lower())
        return path
