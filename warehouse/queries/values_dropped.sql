-- What an earlier version of a form reported and the version in force leaves empty, the last such value of each figure.
-- A cross that stands no more is a change like any other; an empty cell where a number stood may be an oversight.
-- Needs version(submission_id, now_id, age): the versions of forms that have been corrected, those in force with age 0.
SELECT
    v.now_id,
    fa.unit,
    fa.item,
    arg_min(fa.typed, v.age) FILTER (fa.usable AND fa.state IN ('value', 'none', 'not_arisen')) AS typed
FROM facts AS fa
JOIN version AS v ON v.submission_id = fa.submission_id
WHERE fa.campaign = $campaign AND fa.kind = 'indicator' AND fa.state <> 'blank'
GROUP BY v.now_id, fa.unit, fa.item
HAVING min(v.age) > 0 AND typed IS NOT NULL
ORDER BY v.now_id, min(fa.row_no), fa.unit, fa.item;
