-- Sums and counts of one form's figures by item and block. Needs the table members(unit, block).
-- What a unit reports as "không có" or "không phát sinh" is known and counts as zero.
SELECT
    fa.item,
    m.block,
    count(*) FILTER (fa.state IN ('value', 'none', 'not_arisen')) AS counted,
    coalesce(sum(fa.value), 0) AS total,
    count(*) FILTER (fa.text IN ('có', 'x')) AS yes
FROM facts_in_force($campaign, $month_end) AS fa
JOIN members AS m ON m.unit = fa.unit
WHERE fa.form = $form AND fa.kind = 'indicator' AND fa.usable
GROUP BY fa.item, m.block
ORDER BY fa.item, m.block;
