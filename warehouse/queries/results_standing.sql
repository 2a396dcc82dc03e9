-- The results of one month as they were recorded.
SELECT * FROM results WHERE campaign = $campaign AND month = $month ORDER BY rowid;
