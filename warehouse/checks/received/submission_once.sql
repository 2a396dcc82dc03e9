-- A submission number is given once.
SELECT submission_id, count(*) AS times
FROM submissions WHERE campaign = $campaign
GROUP BY submission_id HAVING count(*) > 1;
