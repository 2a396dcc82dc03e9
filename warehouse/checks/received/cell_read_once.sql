-- One cell gives one fact. Equal rows have equal hashes, and these are counted in half the time.
WITH alike AS (
    SELECT hash(submission_id, sheet, cell) AS hash
    FROM facts WHERE campaign = $campaign
    GROUP BY ALL HAVING count(*) > 1
)
SELECT submission_id, sheet, cell, count(*) AS times
FROM facts
SEMI JOIN alike ON alike.hash = hash(submission_id, sheet, cell)
WHERE campaign = $campaign
GROUP BY submission_id, sheet, cell HAVING count(*) > 1;
