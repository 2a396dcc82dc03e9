-- Where the cells of one role stand, for the list of what was read but not understood.
SELECT f.path, c.sheet, c.area, c.cell_count, c.submission_id
FROM cells AS c
JOIN files AS f ON f.campaign = c.campaign AND f.file_hash = c.file_hash
SEMI JOIN inbox AS i ON i.campaign = c.campaign AND i.file_hash = c.file_hash
WHERE c.campaign = $campaign AND c.role = $role
ORDER BY f.path, c.sheet, c.area;
