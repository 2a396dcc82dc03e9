-- A usable figure stands once in a submission; the second of two rows for one unit must not be usable.
SELECT submission_id, unit, item, kind, period, count(*) AS times
FROM facts WHERE campaign = $campaign AND usable
GROUP BY submission_id, unit, item, kind, period HAVING count(*) > 1;
