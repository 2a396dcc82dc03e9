-- The arrival board: one row per (unit, form) owed.
--
-- state: on_time | late | received (no deadline) | unregistered (in inbox/ but not in arrivals.csv: never accused
-- of being late) | undecided (two versions, none chosen) | refused (sent, nothing readable) | missing.
-- Lateness is judged by the first readable version: a correction sent later does not make a unit late.
CREATE OR REPLACE MACRO board(of_campaign, until) AS TABLE
WITH versions AS (
    SELECT *
    FROM standing(of_campaign, until)
    WHERE standing NOT IN ('gone', 'later', 'no_sender')
),
received AS (
    SELECT
        sender,
        form,
        count(*) AS version_count,
        min(first_received_on) AS first_received_on,
        min(first_received_on) FILTER (standing <> 'refused') AS first_readable_on,
        count(*) FILTER (standing <> 'refused') AS readable_count,
        count(*) FILTER (standing = 'two_undated') AS undecided_count,
        min(submission_id) FILTER (standing = 'in_force') AS submission_id,
        min(received_on) FILTER (standing = 'in_force') AS received_on,
        min(registered_number) FILTER (standing = 'in_force') AS registered_number,
        min(registered_doc_date) FILTER (standing = 'in_force') AS registered_doc_date
    FROM versions
    GROUP BY sender, form
)
SELECT
    d.unit,
    d.form,
    d.due_on,
    CASE
        WHEN r.sender IS NULL THEN 'missing'
        WHEN r.readable_count = 0 THEN 'refused'
        WHEN r.undecided_count > 0 THEN 'undecided'
        WHEN r.first_readable_on IS NULL THEN 'unregistered'
        WHEN d.due_on IS NULL THEN 'received'
        WHEN r.first_readable_on > d.due_on THEN 'late'
        ELSE 'on_time'
    END AS state,
    coalesce(r.version_count, 0) AS version_count,
    r.first_received_on,
    greatest(0, date_diff('day', d.due_on, r.first_readable_on)) AS days_late,
    r.received_on,
    r.registered_number,
    r.registered_doc_date,
    r.submission_id
FROM due AS d
LEFT JOIN received AS r ON r.sender = d.unit AND r.form = d.form
WHERE d.campaign = of_campaign;
