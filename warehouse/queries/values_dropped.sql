-- What an earlier version of a form reported and the version in force leaves empty, the last such value of each figure.
-- A cross that stands no more is a change like any other; an empty cell where a number stood may be an oversight.
WITH st AS MATERIALIZED (
    SELECT submission_id, sender, form, received_on, standing
    FROM standing($campaign, $month_end)
    WHERE standing IN ('in_force', 'superseded')
),
corrected AS (
    SELECT now.submission_id AS now_id, before.submission_id AS before_id, before.received_on
    FROM st AS now
    JOIN st AS before ON before.sender = now.sender AND before.form = now.form
    WHERE now.standing = 'in_force' AND before.standing = 'superseded'
),
said AS (
    SELECT submission_id, unit, item
    FROM facts
    WHERE campaign = $campaign AND kind = 'indicator' AND state <> 'blank'
        AND submission_id IN (SELECT now_id FROM corrected)
)
SELECT c.now_id, fa.unit, fa.item, fa.typed
FROM facts AS fa
JOIN corrected AS c ON c.before_id = fa.submission_id
ANTI JOIN said ON said.submission_id = c.now_id AND said.unit IS NOT DISTINCT FROM fa.unit AND said.item = fa.item
WHERE fa.campaign = $campaign AND fa.kind = 'indicator' AND fa.usable AND fa.state IN ('value', 'none', 'not_arisen')
QUALIFY row_number() OVER (
    PARTITION BY c.now_id, fa.unit, fa.item ORDER BY c.received_on DESC NULLS LAST, fa.submission_id, fa.row_no
) = 1
ORDER BY c.now_id, min(fa.row_no) OVER (PARTITION BY c.now_id, fa.unit, fa.item), fa.unit, fa.item;
