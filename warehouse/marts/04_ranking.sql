-- The results of the last month of each campaign, ranked first, for windows that only look. A rank may be 2.5.
CREATE OR REPLACE VIEW ranking AS
SELECT r.*
FROM results AS r
JOIN (SELECT campaign, max(month) AS month FROM results GROUP BY campaign) AS newest
    ON newest.campaign = r.campaign AND newest.month = r.month
ORDER BY r.campaign, r.annex, r.block, r.rank NULLS LAST, r.unit;
