-- For each value of the submissions in sent that is not used, the finding that says why: the one at its own cell, else
-- one of its row that is about no other value, as where the unit of the row is not known. Needs sent(at, submission_id).
SELECT s.at, fa.sheet, fa.cell, fi.code, fi.found, fi.detail
FROM facts AS fa
JOIN sent AS s ON s.submission_id = fa.submission_id
JOIN submissions AS su ON su.campaign = fa.campaign AND su.submission_id = fa.submission_id
JOIN findings AS fi
    ON fi.campaign = su.campaign AND fi.file_hash = su.file_hash AND fi.sheet = fa.sheet
    AND coalesce(fi.submission_id, fa.submission_id) = fa.submission_id  -- of a whole file, where nobody read the cell
    AND regexp_extract(fi.cell, '\d+$') = regexp_extract(fa.cell, '\d+$')
LEFT JOIN facts AS other
    ON other.campaign = fa.campaign AND other.submission_id = fa.submission_id AND other.sheet = fi.sheet
    AND other.cell = fi.cell
WHERE fa.campaign = $campaign AND NOT fa.usable AND fi.severity = 'rejects_row'
    AND (fi.cell = fa.cell OR other.cell IS NULL)
QUALIFY row_number() OVER (PARTITION BY s.at, fa.sheet, fa.cell ORDER BY fi.cell <> fa.cell, fi.ordinal) = 1
ORDER BY s.at, fa.sheet, fa.cell;
