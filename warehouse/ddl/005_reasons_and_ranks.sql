-- Every point says why it is what it is and who gave it; tied units may share the mean of their places (2.5).
ALTER TABLE scores ADD COLUMN reason TEXT;

ALTER TABLE scores ADD COLUMN who TEXT;

ALTER TABLE results ALTER COLUMN rank SET DATA TYPE DECIMAL(9, 1);

ALTER TABLE results ADD COLUMN grade TEXT;
