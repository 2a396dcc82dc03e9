-- No submission, finding or cell without its file.
SELECT DISTINCT child.file_hash
FROM (
    SELECT campaign, file_hash FROM submissions
    UNION ALL SELECT campaign, file_hash FROM findings
    UNION ALL SELECT campaign, file_hash FROM cells
    UNION ALL SELECT campaign, file_hash FROM inbox
) AS child
ANTI JOIN files AS f ON f.campaign = child.campaign AND f.file_hash = child.file_hash
WHERE child.campaign = $campaign;
