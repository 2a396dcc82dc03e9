-- Numerators and denominators summed over the units that report both. Needs members(unit, block) and
-- shares(item, numerator, denominator).
WITH known AS (
    SELECT fa.unit, fa.item, coalesce(fa.value, 0) AS value
    FROM facts_in_force($campaign, $month_end) AS fa
    WHERE fa.form = $form AND fa.kind = 'indicator' AND fa.usable AND fa.state IN ('value', 'none', 'not_arisen')
        AND fa.item IN (SELECT unnest([numerator, denominator]) FROM shares)
)
SELECT s.item, m.block, count(*) AS counted, sum(n.value) AS numerator, sum(d.value) AS denominator
FROM shares AS s
JOIN known AS n ON n.item = s.numerator
JOIN known AS d ON d.item = s.denominator AND d.unit = n.unit
JOIN members AS m ON m.unit = n.unit
GROUP BY s.item, m.block
ORDER BY s.item, m.block;
