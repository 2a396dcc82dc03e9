-- The points of one month, each with the cell that it stands in and the file.
SELECT sc.unit, sc.criterion, sc.points, sc.state, f.path, sc.sheet, sc.cell, sc.typed, sc.reason
FROM scores AS sc
LEFT JOIN submissions AS s ON s.campaign = sc.campaign AND s.submission_id = sc.submission_id
LEFT JOIN files AS f ON f.campaign = s.campaign AND f.file_hash = s.file_hash
WHERE sc.campaign = $campaign AND sc.month = $month
ORDER BY sc.decision, sc.annex, sc.round, sc.unit, sc.criterion;
