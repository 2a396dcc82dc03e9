"""What a month's table of forms does not show, and whoever signs must know: said at the end of its run."""

from collections.abc import Mapping

from pipelines.operations.inbox_remarks import doubtful_days, no_inbox, no_longer_there, received_later
from pipelines.operations.month.doubtful_decisions import ended_decisions, foreign_decisions
from pipelines.operations.month.publication import Publication
from pipelines.store.arrivals import Arrival
from pipelines.store.inbox import Stock


def remarks(
    publication: Publication, stock: Stock, book: Mapping[str, Arrival], arrivals: Mapping[str, Arrival]
) -> list[str]:
    """Vietnamese lines. `book` are all lines of arrivals.csv, `arrivals` those about files that lie in the inbox."""
    campaign, until = publication.campaign, publication.until
    return [
        *foreign_decisions(campaign),
        *ended_decisions(campaign),
        *no_inbox(campaign.folder),
        *no_longer_there(book, arrivals, until),
        *publication.left_out,
        *doubtful_days(stock, arrivals, campaign.period),
        *received_later(stock, arrivals, until),
        *_of_the_ledger(publication),
    ]


def _of_the_ledger(publication: Publication) -> list[str]:
    """What people decided and should look at again; nothing for a month before the campaign's own, whose points are
    older than what they decided."""
    campaign, ledger, results = publication.campaign, publication.ledger, publication.results
    if not ledger.links or publication.month < campaign.default_month:
        return []
    # Most months of a campaign have no ledger yet.
    from pipelines.operations.appraisal.outdated_reasons import outdated_agreements
    from pipelines.operations.ledger.changed_points import outdated_publication
    from pipelines.operations.ledger.late_entries import late_entries
    from pipelines.operations.ledger.other_decisions import points_of_other_decisions

    return [
        *outdated_publication(campaign, results, publication.warehouse, ledger, publication.until),
        *outdated_agreements(campaign, results, publication.warehouse, ledger, publication.until),
        *points_of_other_decisions(campaign, ledger),
        *late_entries(campaign, ledger.links),
    ]
