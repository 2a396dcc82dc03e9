-- The months of a campaign that have results, the latest first.
SELECT DISTINCT month
FROM results
WHERE campaign = $campaign
ORDER BY month DESC;
