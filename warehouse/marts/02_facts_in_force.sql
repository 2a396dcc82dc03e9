-- The facts of the submissions in force on the day `until`, each with its form, sender and address.
CREATE OR REPLACE MACRO facts_in_force(of_campaign, until) AS TABLE
SELECT
    st.form,
    st.sender,
    st.file_hash,
    st.received_on,
    fa.submission_id,
    fa.unit,
    fa.item,
    fa.kind,
    fa.period,
    fa.state,
    fa.value,
    fa.text,
    fa.usable,
    fa.row_no,
    fa.sheet,
    fa.cell,
    fa.typed,
    fa.note
FROM facts AS fa
JOIN standing(of_campaign, until) AS st ON st.submission_id = fa.submission_id
WHERE fa.campaign = of_campaign AND st.standing = 'in_force';
