-- The results of one month, ranked first.
SELECT decision, annex, round, block, unit, total, state, reason, rank, grade
FROM results
WHERE campaign = $campaign AND month = $month
ORDER BY decision, annex, round, block, rank NULLS LAST, unit;
