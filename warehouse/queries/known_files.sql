-- What has been read before, and with which declarations: the same pair is never read again.
SELECT file_hash, declarations_hash, outcome, first_seen
FROM files
WHERE campaign = $campaign
ORDER BY file_hash;
