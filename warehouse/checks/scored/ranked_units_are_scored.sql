-- Nobody is ranked without a total, and who shares a rank in a block has the same total.
SELECT a.month, a.annex, a.block, a.unit, a.total, a.rank
FROM results AS a
WHERE a.campaign = $campaign AND a.rank IS NOT NULL AND (
    a.total IS NULL
    OR EXISTS (
        SELECT 1 FROM results AS b
        WHERE b.campaign = a.campaign AND b.month = a.month AND b.decision = a.decision AND b.annex = a.annex
            AND b.round = a.round AND b.block = a.block AND b.rank = a.rank AND b.total <> a.total
    )
);
