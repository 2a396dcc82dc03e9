-- One row per run, written when it starts: a run that was killed stays "running" and is never taken for a finished one.
CREATE TABLE runs (
    run_id BIGINT NOT NULL,
    campaign TEXT NOT NULL,
    month TEXT NOT NULL,
    started_at TIMESTAMP NOT NULL,    -- UTC
    finished_at TIMESTAMP,
    outcome TEXT NOT NULL,            -- running | done | failed
    inputs_hash TEXT NOT NULL,
    declarations_hash TEXT NOT NULL,
    code_version TEXT NOT NULL,
    counts JSON
);
