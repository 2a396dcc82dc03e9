-- A usable figure stands once in a submission; the second of two rows for one unit must not be usable.
-- Equal rows have equal hashes, and these are counted in half the time.
WITH alike AS (
    SELECT hash(submission_id, unit, item, kind, period) AS hash
    FROM facts WHERE campaign = $campaign AND usable
    GROUP BY ALL HAVING count(*) > 1
)
SELECT submission_id, unit, item, kind, period, count(*) AS times
FROM facts
SEMI JOIN alike ON alike.hash = hash(submission_id, unit, item, kind, period)
WHERE campaign = $campaign AND usable
GROUP BY submission_id, unit, item, kind, period HAVING count(*) > 1;
