-- The findings of every file in inbox/ that was not received after the month, with path and standing.
SELECT
    coalesce(fi.unit, st.sender) AS unit,
    st.sender,
    f.path,
    fi.code,
    fi.severity,
    fi.sheet,
    fi.cell,
    fi.found,
    fi.detail,
    st.standing
FROM findings AS fi
JOIN files AS f ON f.campaign = fi.campaign AND f.file_hash = fi.file_hash
SEMI JOIN inbox AS i ON i.campaign = fi.campaign AND i.file_hash = fi.file_hash
LEFT JOIN noted($campaign, $month_end) AS a ON a.file_hash = fi.file_hash
LEFT JOIN standing($campaign, $month_end) AS st ON st.submission_id = fi.submission_id
WHERE fi.campaign = $campaign AND (a.received_on IS NULL OR a.received_on <= $month_end)
ORDER BY f.path, fi.ordinal;
