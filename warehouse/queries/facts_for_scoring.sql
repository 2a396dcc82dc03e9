-- Points and totals in force, as typed and parsed, for scoring.
SELECT form, sender, submission_id, unit, item, kind, period, state, value, usable, sheet, cell, typed
FROM facts_in_force($campaign, $month_end)
WHERE kind IN ('criterion', 'total')
ORDER BY form, sender, row_no, unit, item, sheet, cell;
