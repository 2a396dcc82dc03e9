-- Every figure of the submissions in sent, with the cell it stood in: the rows of the workbooks of sources, in order.
-- A criterion is known by its code on paper, an indicator by its name only.
-- Needs sent(at, submission_id, grp, sender), units(at, code, level), labels(at, level, code) with level "" for
-- indicators, states(state, shown), reasons(at, sheet, cell, reason) of values that are not used. What many rows share is answered by its place there (at), not as text.
SELECT
    s.grp,
    u.at AS unit,
    s.at AS form,
    CASE WHEN fa.kind = 'indicator' THEN '' ELSE fa.item END AS item,
    l.at AS label,
    fa.value,
    coalesce(fa.text, st.shown) AS text,
    s.at AS path,
    fa.sheet,
    fa.cell,
    fa.typed,
    CASE
        WHEN fa.usable THEN fa.note
        ELSE concat_ws('. ', 'Không dùng' || coalesce(': ' || r.reason, ''), nullif(fa.note, ''))
    END AS note
FROM facts AS fa
JOIN sent AS s ON s.submission_id = fa.submission_id
LEFT JOIN units AS u ON u.code = fa.unit
LEFT JOIN labels AS l ON l.code = fa.item AND l.level = CASE WHEN fa.kind = 'indicator' THEN '' ELSE u.level END
LEFT JOIN states AS st ON st.state = fa.state
LEFT JOIN reasons AS r ON r.at = s.at AND r.sheet = fa.sheet AND r.cell = fa.cell AND NOT fa.usable
WHERE fa.campaign = $campaign
ORDER BY s.sender, fa.unit, s.at, fa.row_no, fa.item, fa.sheet, fa.cell;
