-- Every submission of the campaign with its standing on the last day of the month.
SELECT
    st.submission_id,
    st.file_hash,
    f.path,
    st.sender,
    st.form,
    s.layout,
    s.sheet,
    s.period,
    s.doc_symbol,
    s.doc_date,
    st.received_on,
    st.registered_number,
    st.registered_doc_date,
    f.first_seen,
    st.standing
FROM standing($campaign, $month_end) AS st
JOIN submissions AS s ON s.campaign = $campaign AND s.submission_id = st.submission_id
JOIN files AS f ON f.campaign = $campaign AND f.file_hash = st.file_hash
ORDER BY st.sender, st.form, st.received_on, st.submission_id;
