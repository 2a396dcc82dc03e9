-- Every file in inbox/ that was not received after the month, with what became of it, letters and locks included.
SELECT i.path, i.file_hash, f.outcome, a.received_on
FROM inbox AS i
JOIN files AS f ON f.campaign = i.campaign AND f.file_hash = i.file_hash
LEFT JOIN noted($campaign, $month_end) AS a ON a.file_hash = i.file_hash
WHERE i.campaign = $campaign AND (a.received_on IS NULL OR a.received_on <= $month_end)
ORDER BY i.path;
