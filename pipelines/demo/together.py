"""Districts that hand in reports of their communes in the workbook with their own: one file of several senders."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from pipelines.demo.names import bare
from pipelines.demo.plan import Sending

# One district in so many does so, and one at least.
ONE_IN = 12
# A workbook with the report of a single commune might be that commune's own.
FEWEST, MOST = 2, 3


def hand_in_together(random: Random, sendings: list[Sending]) -> list[Sending]:
    """The same campaign with some communes' right files given up for sheets in the workbook of the unit above.

    Only right files of units that send once: what is planted elsewhere, and who never sends, stays as it is.
    """
    sent = Counter(sending.job.office.code for sending in sendings)
    right = {
        sending.job.office.code: sending
        for sending in sendings
        if sending.standing == "in_force" and sent[sending.job.office.code] == 1 and _is_simple(sending)
    }
    above = [sending for sending in right.values() if sending.job.communes]
    random.shuffle(above)
    wanted = max(1, len([one for one in sendings if one.job.communes]) // ONE_IN)
    joined: dict[str, Sending] = {}
    given_up: set[str] = set()
    for sending in above:
        names = Counter(bare(commune.short_name) for commune in sending.job.communes)
        fit = [
            commune.code
            for commune in sending.job.communes
            if commune.code in right and names[bare(commune.short_name)] == 1
        ]
        if len(joined) == wanted or len(fit) < FEWEST:
            continue
        chosen = random.sample(fit, min(len(fit), random.randint(FEWEST, MOST)))
        below = tuple(right[code].job for code in chosen)
        joined[sending.job.office.code] = replace(sending, job=replace(sending.job, below=below))
        given_up |= set(chosen)
    return [
        joined.get(sending.job.office.code, sending)
        for sending in sendings
        if sending.job.office.code not in given_up
    ]


def _is_simple(sending: Sending) -> bool:
    job = sending.job
    return job.suffix in (".xlsx", ".xlsm") and not (
        job.plain or job.kinds or job.legacy or job.formatted_below
    )
