"""The true figures of one unit: what it would report if every cell were typed with care.

The figures balance as an honest report does: carried over + new = total, resolved = on time + late, slips
returned are no more than those issued, each share follows from its parts.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from random import Random

# Maxima of the communes' criteria (Quyết định 3396/QĐ-UBND, Phụ lục III) and the points an appraiser gives.
COMMUNE_POINTS: dict[str, tuple[str, ...]] = {
    "7.2.1": ("0.25", "0.5", "0.5"),
    "7.2.2": ("0.25", "0.5", "0.5"),
    "7.2.3": ("0.5", "0.75", "0.75", "1"),
    "7.2.4": ("1", "1.25", "1.5", "1.5"),
    "7.2.5": ("0.5", "0.5", "0.75", "1"),
    "7.2.6": ("0.25", "0.5", "0.5"),
}
DISTRICT_POINTS: dict[str, tuple[str, ...]] = {
    "7.2.1": ("0.25", "0.5"),
    "7.2.2": ("0.25", "0.5"),
    "7.2.3": ("0.25", "0.5"),
    "7.2.4": ("0.5", "0.75"),
    "7.2.5": ("1", "1.25"),
    "7.2.6": ("0.75", "1"),
    "7.2.7": ("0.25",),
}


def share(part: int, whole: int, decimals: int) -> str:
    """A share in percent, rounded half up; 0 where there is nothing to share."""
    if not whole:
        return "0"
    exact = Decimal(100) * part / whole
    return plain(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def plain(number: Decimal) -> str:
    """A decimal without exponent or closing zeros: 4.50 is "4.5", 100 is "100"."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def true_points(random: Random, district: bool) -> dict[str, Decimal]:
    """Points by criterion, on the grid of a quarter and within the maxima."""
    choices = DISTRICT_POINTS if district else COMMUNE_POINTS
    return {code: Decimal(random.choice(points)) for code, points in choices.items()}


def true_figures(random: Random, reported_on: dt.date) -> dict[str, str]:
    """The indicators of the figures form in canonical text; those that the unit has nothing for are left out.

    Days lie in the year of `reported_on` and before it: a report cites only what was done before it, in its year.
    """
    number = random.randint

    def day(first_month: int, last_month: int) -> str:
        cited = dt.date(reported_on.year, number(first_month, last_month), number(1, 28))
        start = dt.date(reported_on.year, 1, 1)
        if cited >= reported_on:
            cited = start + (cited - start) % max(reported_on - start, dt.timedelta(days=1))
        return cited.isoformat()

    total_procedures = number(90, 320)
    iso_procedures = total_procedures - number(0, 40)
    carried, new = number(0, 60), number(300, 16000)
    late, overdue, refused = number(0, 9), number(0, 5), number(0, 12)
    in_progress = number(0, 90)
    resolved = carried + new - in_progress - overdue - refused
    without_process = number(0, resolved // 5)
    issued = number(50, 4000)
    returned = issued - number(0, issued // 6)
    valid = returned - number(0, returned // 10)
    very_good = valid - number(0, valid // 3)
    found = number(0, 9)
    closed = number(0, found)
    renewed = random.random() < 0.7
    counts = {
        "qms_scope_fields_count": number(5, 25), "system_procedures_count": number(5, 8),
        "tthc_procedures_count": iso_procedures, "internal_procedures_count": number(0, 24),
        "steering_documents_count": number(1, 9), "republication_count": number(0, 2),
        "staff_sent_to_training": number(0, 12), "training_classes_organised": number(0, 3),
        "training_classes_attended": number(0, 3), "training_participants": number(0, 140),
        "inspections_count": number(0, 3), "units_inspected_count": number(0, 20),
        "internal_audit_count": number(1, 2), "nonconformities_total": found,
        "nonconformities_closed": closed, "nonconformities_open": found - closed,
        "management_review_count": number(1, 2), "tthc_total": total_procedures,
        "tthc_iso_applied": iso_procedures, "tthc_amended": number(0, 40), "tthc_new": number(0, 90),
        "tthc_abolished": number(0, 80), "dossiers_total": carried + new, "dossiers_carried_over": carried,
        "dossiers_new": new, "dossiers_resolved": resolved, "dossiers_resolved_on_time": resolved - late,
        "dossiers_resolved_late": late, "dossiers_in_progress_within_deadline": in_progress,
        "dossiers_in_progress_overdue": overdue, "dossiers_refused": refused,
        "dossiers_iso_applied": resolved - without_process,
        "dossiers_result_attached_online": number(0, resolved),
        "dossiers_without_e_process": without_process, "fields_without_e_process": number(0, 3),
        "satisfaction_slips_issued": issued, "satisfaction_slips_returned": returned,
        "satisfaction_slips_valid": valid, "satisfaction_very_good": very_good, "complaints_count": number(0, 4),
        "budget_allocated": number(0, 120) * 500_000,
    }  # fmt: skip
    figures = {code: str(count) for code, count in counts.items()}
    figures |= {
        "tthc_iso_share": share(iso_procedures, total_procedures, 1),
        "on_time_rate": share(resolved - late, resolved, 2),
        "satisfaction_very_good_share": share(very_good, valid, 1),
        "digitised_dossiers_share": share(number(300, 1000), 1000, 1),
        "digitised_results_share": share(number(300, 1000), 1000, 1),
        "steering_committee_renewed": "có" if renewed else "không",
        "quality_policy_issued": random.choice(("có", "có", "không")),
        "quality_objectives_issued": "có",
        "quality_objectives_decision_number": f"{number(10, 400)}/QĐ-UBND",
        "quality_objectives_decision_date": day(1, 3),
        "qms_declaration_decision_number": f"{number(10, 3000)}/QĐ-UBND",
        "qms_declaration_decision_date": day(1, 9),
        "maintenance_plan_number": f"{number(1, 160)}/KH-UBND",
        "maintenance_plan_date": day(1, 2),
        "internal_audit_date": day(6, 9),
    }
    if renewed:
        figures["steering_committee_decision_number"] = f"{number(10, 400)}/QĐ-UBND"
        figures["steering_committee_decision_date"] = day(1, 3)
    if found:
        figures["corrective_action_letter_number"] = f"{number(100, 2000)}/UBND-VP"
        figures["corrective_action_letter_date"] = day(9, 9)
    return figures
