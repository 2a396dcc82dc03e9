-- The scores of one month as they were recorded.
SELECT * FROM scores WHERE campaign = $campaign AND month = $month ORDER BY rowid;
