-- No fact without its submission: a submission is never split over transactions.
SELECT DISTINCT fa.submission_id
FROM facts AS fa
ANTI JOIN submissions AS s ON s.campaign = fa.campaign AND s.submission_id = fa.submission_id
WHERE fa.campaign = $campaign;
