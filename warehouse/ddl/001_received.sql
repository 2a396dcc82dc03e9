-- What was received. No text primary key anywhere: it makes an insert five times slower; warehouse/checks asks instead.

-- Every file ever read, by content. A file that vanishes from inbox/ stays here as history.
CREATE TABLE files (
    campaign TEXT NOT NULL,
    file_hash TEXT NOT NULL,          -- sha256, 64 hexadecimal digits
    path TEXT NOT NULL,               -- POSIX, relative to inbox/; the first in sorted order, or the last known one
    bytes BIGINT NOT NULL,
    kind TEXT NOT NULL,               -- what the content is: xlsx, xls, ods, csv, pdf, …
    outcome TEXT NOT NULL,            -- read | refused | not_read
    first_seen DATE NOT NULL,
    declarations_hash TEXT NOT NULL   -- the declarations it was read with: the same pair is never read again
);

-- What lies in inbox/ at the last run, replaced whole by each run. Two paths may hold one content.
CREATE TABLE inbox (
    campaign TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    path TEXT NOT NULL
);

-- arrivals.csv as it stood at the last run: the only source of lateness and of order.
CREATE TABLE arrivals (
    campaign TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    received_on DATE NOT NULL,
    doc_number TEXT,
    doc_date TEXT                     -- yyyy-mm-dd, or yyyy-mm where the day is not known
);

-- Who owes which form by which day, as the campaign said at the last run.
CREATE TABLE due (
    campaign TEXT NOT NULL,
    unit TEXT NOT NULL,
    form TEXT NOT NULL,
    due_on DATE
);
