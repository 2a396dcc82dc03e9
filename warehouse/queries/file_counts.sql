-- The files in inbox/ by outcome; `faulty` are those with a finding that rejects something.
SELECT f.outcome, count(*) AS files, count(bad.file_hash) AS faulty
FROM files AS f
SEMI JOIN inbox AS i ON i.campaign = f.campaign AND i.file_hash = f.file_hash
LEFT JOIN (
    SELECT DISTINCT campaign, file_hash FROM findings WHERE severity IN ('rejects_file', 'rejects_row')
) AS bad ON bad.campaign = f.campaign AND bad.file_hash = f.file_hash
WHERE f.campaign = $campaign
GROUP BY f.outcome
ORDER BY f.outcome;
