-- How many units were scored and how many were not, by annex and state.
SELECT decision, annex, round, state, count(*) AS units
FROM results
WHERE campaign = $campaign AND month = $month
GROUP BY decision, annex, round, state
ORDER BY decision, annex, round, state;
