-- Indicators in force, for the province's summary table.
SELECT form, sender, unit, item, period, state, value, text, usable, submission_id, sheet, cell
FROM facts_in_force($campaign, $month_end)
WHERE kind = 'indicator'
ORDER BY unit, item, period, submission_id, sheet, cell;
