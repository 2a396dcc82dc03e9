-- The arrival board, with the file in force.
SELECT
    b.unit,
    b.form,
    b.due_on,
    b.state,
    b.version_count,
    b.first_received_on,
    b.days_late,
    b.received_on,
    f.path,
    s.doc_symbol,
    s.doc_date,
    b.registered_number,
    b.registered_doc_date
FROM board($campaign, $month_end) AS b
LEFT JOIN submissions AS s ON s.campaign = $campaign AND s.submission_id = b.submission_id
LEFT JOIN files AS f ON f.campaign = $campaign AND f.file_hash = s.file_hash
ORDER BY b.unit, b.form;
