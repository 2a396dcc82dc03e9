-- The scores and results of the month in batch_month, replaced whole.
DELETE FROM scores
USING batch_month AS b
WHERE scores.campaign = b.campaign AND scores.month = b.month;

DELETE FROM results
USING batch_month AS b
WHERE results.campaign = b.campaign AND results.month = b.month;

INSERT INTO scores BY NAME SELECT * FROM batch_scores;

INSERT INTO results BY NAME SELECT * FROM batch_results;
