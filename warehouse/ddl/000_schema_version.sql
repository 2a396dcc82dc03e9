-- Which numbered files of this folder have been applied. A later file migrates; an applied one is never edited.
CREATE TABLE schema_version (
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    applied_at TIMESTAMP NOT NULL
);

-- The views and macros of warehouse/marts are made again whenever their text changes; this is its sha256.
CREATE TABLE marts_version (digest TEXT NOT NULL);
