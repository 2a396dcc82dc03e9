-- Where the figures of some units and indicators stand in the submissions in force, whatever form brings them.
-- Needs wanted(unit, item).
SELECT fa.unit, fa.item, fa.sender, fa.form, fa.submission_id, fa.sheet, fa.cell, fa.typed
FROM facts_in_force($campaign, $month_end) AS fa
SEMI JOIN wanted AS w ON w.unit = fa.unit AND w.item = fa.item
WHERE fa.kind = 'indicator' AND fa.state <> 'blank'
ORDER BY fa.unit, fa.item, fa.form DESC, fa.row_no, fa.sheet, fa.cell;
