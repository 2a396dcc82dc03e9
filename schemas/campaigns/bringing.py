"""Which forms bring the points of a round: said by the form itself, or by the figures that a computed round takes."""

from collections.abc import Mapping

from schemas.campaigns.rounds import COMPUTED, FINAL_ROUND, REPORTED, CampaignRound, Round
from schemas.criteria.criteria_set import CriteriaSet
from schemas.forms.layout import Layout


def forms_bringing(
    ranked: Round, criteria: CriteriaSet, layouts: Mapping[str, Layout], rounds: Mapping[str, CampaignRound]
) -> frozenset[str]:
    """The codes of the forms from which the points of a round come; of the final round, of all that it takes.

    Rounds in which people give points have none.
    """
    names = rounds[ranked].takes if ranked == FINAL_ROUND and ranked in rounds else (ranked,)
    asked = {item for one in criteria.criteria.values() for item in one.asked} if COMPUTED in names else set()
    return frozenset(
        code
        for code, layout in layouts.items()
        if (layout.round in REPORTED and layout.round in names)
        or not asked.isdisjoint((*layout.items, *(column.item for column in layout.columns)))
    )
