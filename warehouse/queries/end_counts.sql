-- The table at the end of a run, one row per form owed. `received` holds everything but the missing.
WITH faulty AS (
    SELECT DISTINCT st.sender, st.form
    FROM standing($campaign, $month_end) AS st
    JOIN findings AS fi ON fi.campaign = $campaign AND fi.submission_id = st.submission_id
    WHERE st.standing NOT IN ('gone', 'later', 'superseded') AND fi.severity IN ('rejects_file', 'rejects_row')
)
SELECT
    b.form,
    count(*) AS due,
    count(*) FILTER (b.state <> 'missing') AS received,
    count(*) FILTER (b.state = 'late') AS late,
    count(*) FILTER (b.state = 'unregistered') AS unregistered,
    count(*) FILTER (b.state = 'missing') AS missing,
    count(faulty.sender) AS with_errors
FROM board($campaign, $month_end) AS b
LEFT JOIN faulty ON faulty.sender = b.unit AND faulty.form = b.form
GROUP BY b.form
ORDER BY b.form;
