WITH guarded AS (
{statement}
)
SELECT guarded.*
FROM (SELECT 1) AS one
LEFT JOIN guarded ON TRUE
WHERE require_rows(EXISTS (SELECT 1 FROM guarded), '{refusal}')
