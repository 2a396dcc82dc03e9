INSERT INTO runs
SELECT coalesce(max(run_id), 0) + 1, $campaign, $month, $started_at, NULL, 'running',
    $inputs_hash, $declarations_hash, $code_version, NULL
FROM runs
RETURNING run_id;
