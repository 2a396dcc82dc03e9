-- A file arrives once a day: two lines of one day could name two letters, and nothing says which of them counts.
SELECT file_hash, received_on, count(*) AS times
FROM arrivals WHERE campaign = $campaign
GROUP BY file_hash, received_on HAVING count(*) > 1;
