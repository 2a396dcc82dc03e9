-- A unit stands once in an annex.
SELECT month, decision, annex, round, unit, count(*) AS times
FROM results WHERE campaign = $campaign
GROUP BY ALL HAVING count(*) > 1;
