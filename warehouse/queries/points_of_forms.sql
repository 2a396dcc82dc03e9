-- Points and totals in force of the forms that bring one round, with the file and the day it was received.
-- Needs the table wanted(form). Thousands of points share a few values and days: as text they leave several times faster.
SELECT
    fa.submission_id,
    fa.unit,
    fa.item,
    fa.kind,
    fa.value::VARCHAR AS value,
    fa.usable,
    fa.sheet,
    fa.cell,
    fa.typed,
    fa.sender,
    fa.file_hash,
    fa.received_on::VARCHAR AS received_on
FROM facts_in_force($campaign, $month_end) AS fa
SEMI JOIN wanted AS w ON w.form = fa.form
WHERE fa.kind IN ('criterion', 'total') AND fa.unit IS NOT NULL
ORDER BY fa.sender, fa.row_no, fa.item, fa.sheet, fa.cell;
