-- The figures of one form in force, in the order in which each sender wrote them.
SELECT fa.sender, fa.unit, fa.item, fa.state, fa.value, fa.text, fa.usable, fa.row_no
FROM facts_in_force($campaign, $month_end) AS fa
WHERE fa.form = $form AND fa.kind = 'indicator'
ORDER BY fa.sender, fa.row_no, fa.item, fa.sheet, fa.cell;
