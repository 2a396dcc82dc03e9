-- Where each figure that the wanted units sent comes from. Needs the table wanted(unit).
SELECT fa.unit, fa.item, fa.kind, fa.period, fa.state, fa.value, fa.text, fa.usable, fa.form, fa.sender,
    f.path, fa.file_hash, fa.sheet, fa.cell, fa.typed, fa.note
FROM facts_in_force($campaign, $month_end) AS fa
JOIN files AS f ON f.campaign = $campaign AND f.file_hash = fa.file_hash
SEMI JOIN wanted AS w ON w.unit = fa.sender
ORDER BY fa.sender, fa.unit, fa.form, fa.row_no, fa.item, fa.sheet, fa.cell;
