-- Every figure that the wanted units sent, with the cell it stood in, in the words of the workbook of sources.
-- Needs wanted(unit, grp), units(code, level, name), labels(level, code, label) with level "" for indicators,
-- forms(form, name), states(state, shown). `value` begins with "#" for a number and with "=" for words.
SELECT
    w.grp,
    coalesce(u.name, '') AS unit,
    fo.name AS form,
    fa.item,
    coalesce(l.label, '') AS label,
    CASE
        WHEN fa.value IS NOT NULL
            THEN '#' || regexp_replace(fa.value::VARCHAR, '\.?0+$', '')
        ELSE '=' || coalesce(fa.text, st.shown, '')
    END AS value,
    f.path,
    fa.sheet,
    fa.cell,
    fa.typed,
    CASE WHEN fa.usable THEN fa.note ELSE trim('Không dùng. ' || coalesce(fa.note, '')) END AS note
FROM facts_in_force($campaign, $month_end) AS fa
JOIN files AS f ON f.campaign = $campaign AND f.file_hash = fa.file_hash
JOIN wanted AS w ON w.unit = fa.sender
JOIN forms AS fo ON fo.form = fa.form
LEFT JOIN units AS u ON u.code = fa.unit
LEFT JOIN labels AS l ON l.code = fa.item AND l.level = CASE WHEN fa.kind = 'indicator' THEN '' ELSE u.level END
LEFT JOIN states AS st ON st.state = fa.state
ORDER BY w.grp, fa.sender, fa.unit, fa.form, fa.row_no, fa.item, fa.sheet, fa.cell;
