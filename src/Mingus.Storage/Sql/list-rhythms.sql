SELECT c.provider, c.institution_id, r.rhythm
FROM {all}rhythms AS r
INNER JOIN {all}connections AS c ON r.user_id = c.user_id AND r.connection_id = c.connection_id
WHERE c.status <> 'disconnected'
ORDER BY r.taught_at DESC
LIMIT @limit
