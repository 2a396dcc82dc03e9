-- A unit has one score per criterion and round.
SELECT month, decision, annex, round, unit, criterion, count(*) AS times
FROM scores WHERE campaign = $campaign
GROUP BY ALL HAVING count(*) > 1;
