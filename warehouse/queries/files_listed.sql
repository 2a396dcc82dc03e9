-- Every file in inbox/ with what became of it, letters and locks included; several paths may hold one content.
SELECT
    i.path,
    i.file_hash,
    f.bytes,
    f.kind,
    f.outcome,
    f.first_seen,
    a.received_on,
    a.doc_number,
    a.doc_date,
    a.received_on > $month_end AS later,
    i.path <> f.path AS copy_of_another
FROM inbox AS i
JOIN files AS f ON f.campaign = i.campaign AND f.file_hash = i.file_hash
LEFT JOIN arrivals AS a ON a.campaign = i.campaign AND a.file_hash = i.file_hash
WHERE i.campaign = $campaign
ORDER BY i.path;
