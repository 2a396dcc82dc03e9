-- What was read from the files. Everything of one file is written and replaced in one transaction.

-- One submission: one form from one sender in one file.
CREATE TABLE submissions (
    campaign TEXT NOT NULL,
    submission_id TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    form TEXT NOT NULL,
    layout TEXT,
    sheet TEXT,
    sender TEXT,                      -- unit code; NULL when nobody could tell who sent it
    period TEXT,
    doc_symbol TEXT,
    doc_date TEXT,                    -- yyyy-mm-dd, yyyy-mm or yyyy: as much as the paper gives
    outcome TEXT NOT NULL             -- read | refused
);

-- Long: a new form adds rows, not tables. Every number walks back to a cell.
CREATE TABLE facts (
    campaign TEXT NOT NULL,
    submission_id TEXT NOT NULL,
    unit TEXT,
    item TEXT NOT NULL,               -- indicator or criterion code
    kind TEXT NOT NULL,               -- indicator | criterion | total
    period TEXT,
    state TEXT NOT NULL,              -- value | blank | dash | none | not_arisen | unknown | mark | unreadable
    value DECIMAL(24, 6),
    text TEXT,                        -- the value where it is no number: a date, a document symbol
    usable BOOLEAN NOT NULL,
    row_no INTEGER,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    typed TEXT,                       -- the text as typed
    note TEXT
);

CREATE TABLE findings (
    campaign TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    submission_id TEXT,               -- NULL: about the file or a sheet that is no form
    ordinal INTEGER NOT NULL,         -- order inside the file
    code TEXT NOT NULL,
    severity TEXT NOT NULL,           -- rejects_file | rejects_row | warns | notes
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    found TEXT NOT NULL,
    detail TEXT NOT NULL,
    unit TEXT
);

-- What became of every non-empty cell, as lists of A1 ranges per role.
CREATE TABLE cells (
    campaign TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    submission_id TEXT,
    sheet TEXT NOT NULL,
    role TEXT NOT NULL,               -- title | heading | fact | row_label | note | signature | total | numbering | outside | …
    area TEXT NOT NULL,
    cell_count INTEGER NOT NULL
);
