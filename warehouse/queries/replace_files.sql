-- Everything of the files in batch_files, replaced whole, inside one transaction. The day a file was first seen stays.
DELETE FROM facts
USING submissions AS s, batch_files AS b
WHERE facts.campaign = s.campaign AND facts.submission_id = s.submission_id
    AND s.campaign = b.campaign AND s.file_hash = b.file_hash;

DELETE FROM submissions
USING batch_files AS b
WHERE submissions.campaign = b.campaign AND submissions.file_hash = b.file_hash;

DELETE FROM findings
USING batch_files AS b
WHERE findings.campaign = b.campaign AND findings.file_hash = b.file_hash;

DELETE FROM cells
USING batch_files AS b
WHERE cells.campaign = b.campaign AND cells.file_hash = b.file_hash;

MERGE INTO files
USING batch_files AS b
ON files.campaign = b.campaign AND files.file_hash = b.file_hash
WHEN MATCHED THEN UPDATE SET
    path = b.path,
    bytes = b.bytes,
    kind = b.kind,
    outcome = b.outcome,
    first_seen = least(files.first_seen, b.first_seen),
    declarations_hash = b.declarations_hash
WHEN NOT MATCHED THEN INSERT BY NAME;

INSERT INTO submissions BY NAME SELECT * FROM batch_submissions;

INSERT INTO facts BY NAME SELECT * FROM batch_facts;

INSERT INTO findings BY NAME SELECT * FROM batch_findings;

INSERT INTO cells BY NAME SELECT * FROM batch_cells;
