SELECT
  u.user_id, u.tenant_id, u.external_id, u.last_sequence,
  (SELECT COUNT(*) FROM connections AS c WHERE c.user_id = u.user_id) AS connections
FROM users AS u
WHERE u.user_id > @after
ORDER BY u.user_id
LIMIT @limit
