-- The last run of (campaign, month), finished or not: the one to compare with to see that nothing changed.
SELECT run_id, outcome, inputs_hash, declarations_hash, code_version, counts::TEXT AS counts, finished_at
FROM runs
WHERE campaign = $campaign AND month = $month
ORDER BY run_id DESC
LIMIT 1;
