-- One submission is one form from one sender in one file, else a file would compete with itself.
SELECT file_hash, form, sender, count(*) AS times
FROM submissions WHERE campaign = $campaign AND sender IS NOT NULL AND outcome = 'read'
GROUP BY file_hash, form, sender HAVING count(*) > 1;
