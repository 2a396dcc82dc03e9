"""Scores from what rules made of figures: each unit has its own points, with their reasons, whoever shares them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from pipelines.scoring.apply import TreeScore
from pipelines.scoring.criterion_points import CriterionPoints
from pipelines.scoring.round_point import COMPUTED_BY
from pipelines.scoring.score import score_trees
from pipelines.scoring.totals import Totals
from tests.scoring.test_score import CODES, COMMUNES, DECISION, ROSTER, ROWS, points

TOTALS = Totals(DECISION, DECISION.annexes["III"])


def tree(printed: str, open_: str = "") -> TreeScore:
    """What rules made of a unit's figures: points in the order of the criteria, one of them perhaps not known."""
    found = {
        code: CriterionPoints(code, None, "not_known", "chưa có số liệu")
        if code == open_
        else CriterionPoints(code, points(value), "computed", f"theo số liệu: {value}")
        for code, value in zip(CODES, printed.split(), strict=True)
    }
    return TreeScore(found, TOTALS.of(found))


class MadeWhenAsked(Mapping[str, TreeScore]):
    """The trees of all units of the printed annex, each made when it is asked for and held by nobody."""

    def __getitem__(self, unit: str) -> TreeScore:
        if unit not in list(self):
            raise KeyError(unit)
        return tree(ROWS[int(unit) - 18000][1])

    def __iter__(self) -> Iterator[str]:
        return (f"{18000 + at}" for at in range(len(ROWS)))

    def __len__(self) -> int:
        return len(ROWS)


def test_each_unit_has_its_own_points_and_reasons_though_its_tree_is_gone() -> None:
    scored = {one.unit: one for one in score_trees(COMMUNES, ROSTER, MadeWhenAsked())}
    for at, (_, printed, total, _) in enumerate(ROWS):
        score = scored[f"{18000 + at}"]
        assert [part.points for part in score.parts] == [points(value) for value in printed.split()]
        assert [part.reason for part in score.parts] == [
            f"theo số liệu: {value}" for value in printed.split()
        ]
        assert {part.who for part in score.parts} == {COMPUTED_BY}
        assert (score.total, score.state) == (points(total), "scored")


def test_computed_totals_are_ranked_as_printed() -> None:
    scored = score_trees(COMMUNES, ROSTER, MadeWhenAsked())
    ranks = [str(one.rank) for one in scored if one.unit != "18100"]
    assert ranks == [row[3].split()[0] for row in ROWS]


def test_a_unit_without_figures_sent_nothing_and_one_with_an_open_criterion_lacks_its_points() -> None:
    trees = {"18000": tree(ROWS[0][1], open_="7.2.3"), "18001": tree(ROWS[1][1])}
    scored = {one.unit: one for one in score_trees(COMMUNES, ROSTER, trees)}
    lacking, whole, absent = scored["18000"], scored["18001"], scored["18002"]
    assert (lacking.total, lacking.state, lacking.reason) == (None, "incomplete", "chưa có điểm: 7.2.3")
    assert [part.state for part in lacking.parts].count("incomplete") == 1
    assert (whole.total, whole.rank) == (Decimal("4.25"), 1)
    assert (absent.total, absent.state, absent.rank) == (None, "missing", None)
