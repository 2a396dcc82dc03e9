-- What was scored, replaced whole per (campaign, month).

CREATE TABLE scores (
    campaign TEXT NOT NULL,
    month TEXT NOT NULL,              -- yyyy-mm
    decision TEXT NOT NULL,
    annex TEXT NOT NULL,
    round TEXT NOT NULL,
    unit TEXT NOT NULL,
    criterion TEXT NOT NULL,
    points DECIMAL(9, 4),
    state TEXT NOT NULL,
    submission_id TEXT,               -- with sheet and cell: where the points stand; NULL when nothing was sent
    sheet TEXT,
    cell TEXT,
    typed TEXT
);

CREATE TABLE results (
    campaign TEXT NOT NULL,
    month TEXT NOT NULL,
    decision TEXT NOT NULL,
    annex TEXT NOT NULL,
    round TEXT NOT NULL,
    block TEXT NOT NULL,
    unit TEXT NOT NULL,
    total DECIMAL(9, 4),
    state TEXT NOT NULL,              -- scored | incomplete | disputed | missing
    reason TEXT,
    rank INTEGER                      -- NULL: listed, not ranked
);
