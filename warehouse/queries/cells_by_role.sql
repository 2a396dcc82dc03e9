-- What became of the non-empty cells of the files in inbox/, counted by role.
SELECT c.role, sum(c.cell_count)::BIGINT AS cells
FROM cells AS c
SEMI JOIN inbox AS i ON i.campaign = c.campaign AND i.file_hash = c.file_hash
WHERE c.campaign = $campaign
GROUP BY c.role
ORDER BY c.role;
