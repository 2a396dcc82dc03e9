-- A file arrives once: a second day would make its order ambiguous.
SELECT file_hash, count(*) AS times
FROM arrivals WHERE campaign = $campaign
GROUP BY file_hash HAVING count(*) > 1;
