-- What lies in inbox/, what arrivals.csv says and who owes what, replaced whole for the campaign in batch_campaign.
DELETE FROM inbox WHERE campaign IN (SELECT campaign FROM batch_campaign);

DELETE FROM arrivals WHERE campaign IN (SELECT campaign FROM batch_campaign);

DELETE FROM due WHERE campaign IN (SELECT campaign FROM batch_campaign);

INSERT INTO inbox BY NAME SELECT * FROM batch_inbox;

INSERT INTO arrivals BY NAME SELECT * FROM batch_arrivals;

INSERT INTO due BY NAME SELECT * FROM batch_due;

-- A file that was moved keeps its content and its facts; only its address is new.
UPDATE files
SET path = moved.path
FROM (SELECT campaign, file_hash, min(path) AS path FROM batch_inbox GROUP BY campaign, file_hash) AS moved
WHERE files.campaign = moved.campaign AND files.file_hash = moved.file_hash AND files.path <> moved.path;
