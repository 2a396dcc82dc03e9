-- The line of arrivals.csv that counts of each file on the day `until`: a unit may send a content again that another has
-- replaced, so one file may have come on several days. The last of them up to `until`, else the first after it.
CREATE OR REPLACE MACRO noted(of_campaign, until) AS TABLE
SELECT
    file_hash,
    received_on,
    doc_number,
    doc_date,
    min(received_on) OVER (PARTITION BY file_hash) AS first_received_on
FROM arrivals
WHERE campaign = of_campaign
QUALIFY row_number() OVER (
    PARTITION BY file_hash ORDER BY received_on > until, abs(date_diff('day', until, received_on))
) = 1;

-- How every submission of a campaign stands when all that was received up to the day `until` counts.
--
-- in_force           the one version that speaks for (sender, form)
-- superseded         a later version stands in its place
-- two_undated        nothing says which of two or more is the later: none is chosen
-- beside_registered  not in arrivals.csv, while another version is: reported, not used
-- later              received after `until`
-- refused            its file or itself was refused: it never takes the place of an older, readable one
-- no_sender          nobody could tell who sent it
-- gone               its file no longer lies in inbox/: history
--
-- The order is the day of receipt; on one day, the later document date where both are known. A partial date
-- (2021-11) is later than another only as far as both are written.
CREATE OR REPLACE MACRO standing(of_campaign, until) AS TABLE
WITH sent AS (
    SELECT
        s.submission_id,
        s.file_hash,
        s.sender,
        s.form,
        s.outcome <> 'read' OR f.outcome <> 'read' AS refused,
        i.file_hash IS NOT NULL AS present,
        a.received_on,
        a.first_received_on,
        a.doc_number AS registered_number,
        a.doc_date AS registered_doc_date,
        regexp_extract(coalesce(nullif(a.doc_date, ''), s.doc_date), '^\d{4}(-\d{2}){0,2}$') AS doc_date
    FROM submissions AS s
    JOIN files AS f ON f.campaign = s.campaign AND f.file_hash = s.file_hash
    LEFT JOIN (SELECT DISTINCT campaign, file_hash FROM inbox) AS i
        ON i.campaign = s.campaign AND i.file_hash = s.file_hash
    LEFT JOIN noted(of_campaign, until) AS a ON a.file_hash = s.file_hash
    WHERE s.campaign = of_campaign
),
eligible AS (
    SELECT
        submission_id,
        sender,
        form,
        received_on,
        nullif(doc_date, '') AS doc_date,
        max(received_on) OVER (PARTITION BY sender, form) AS last_day
    FROM sent
    WHERE present AND NOT refused AND sender IS NOT NULL AND (received_on IS NULL OR received_on <= until)
),
beaten AS (
    SELECT DISTINCT older.submission_id
    FROM eligible AS older
    JOIN eligible AS newer
        ON newer.sender = older.sender AND newer.form = older.form AND newer.received_on = older.received_on
    WHERE older.received_on = older.last_day
        AND left(newer.doc_date, least(length(newer.doc_date), length(older.doc_date)))
            > left(older.doc_date, least(length(newer.doc_date), length(older.doc_date)))
),
front AS (
    SELECT submission_id, count(*) OVER (PARTITION BY sender, form) AS abreast
    FROM eligible
    WHERE received_on IS NOT DISTINCT FROM last_day
        AND submission_id NOT IN (SELECT submission_id FROM beaten)
)
SELECT
    sent.submission_id,
    sent.file_hash,
    sent.sender,
    sent.form,
    sent.received_on,
    sent.first_received_on,
    sent.registered_number,
    sent.registered_doc_date,
    CASE
        WHEN NOT sent.present THEN 'gone'
        WHEN sent.received_on > until THEN 'later'
        WHEN sent.refused THEN 'refused'
        WHEN sent.sender IS NULL THEN 'no_sender'
        WHEN front.abreast = 1 THEN 'in_force'
        WHEN front.abreast > 1 THEN 'two_undated'
        WHEN sent.received_on IS NULL THEN 'beside_registered'
        ELSE 'superseded'
    END AS standing
FROM sent
LEFT JOIN front ON front.submission_id = sent.submission_id;
