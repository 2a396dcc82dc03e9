-- One content is one file.
SELECT file_hash, count(*) AS times
FROM files WHERE campaign = $campaign
GROUP BY file_hash HAVING count(*) > 1;
