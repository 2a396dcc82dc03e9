-- What refuses values in some submissions, those of a whole file among them. Needs sent(at, submission_id).
-- Facts are not asked: there are a hundred of them for each finding.
SELECT s.at, fi.sheet, fi.cell, fi.code, fi.found, fi.detail
FROM sent AS s
JOIN submissions AS su ON su.submission_id = s.submission_id
JOIN findings AS fi
    ON fi.campaign = su.campaign AND fi.file_hash = su.file_hash
    AND coalesce(fi.submission_id, su.submission_id) = su.submission_id
WHERE su.campaign = $campaign AND fi.severity = 'rejects_row' AND regexp_full_match(fi.cell, '[A-Z]+\d+')
ORDER BY s.at, fi.sheet, fi.ordinal;
