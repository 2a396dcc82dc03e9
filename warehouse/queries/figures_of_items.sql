-- Figures in force of the wanted indicators, whatever form brings them. Needs wanted(item).
SELECT fa.unit, fa.sender, fa.item, fa.state, fa.value, fa.text, fa.usable
FROM facts_in_force($campaign, $month_end) AS fa
SEMI JOIN wanted AS w ON w.item = fa.item
WHERE fa.kind = 'indicator' AND fa.unit IS NOT NULL
ORDER BY fa.unit, fa.item;
