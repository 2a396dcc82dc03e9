-- One cell gives one fact.
SELECT submission_id, sheet, cell, count(*) AS times
FROM facts WHERE campaign = $campaign
GROUP BY submission_id, sheet, cell HAVING count(*) > 1;
