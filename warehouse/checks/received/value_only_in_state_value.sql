-- A number or a text stands in a fact exactly when its state says so: the kinds of "nothing" are never zero.
SELECT submission_id, sheet, cell, state, value, text
FROM facts
WHERE campaign = $campaign AND (
    (state = 'value' AND value IS NULL AND text IS NULL)
    OR (state <> 'value' AND value IS NOT NULL)
);
