SELECT c.user_id, c.connection_id, c.next_due_at, c.next_due_reason
FROM connections AS c
WHERE
  c.next_due_at <= @now AND c.status <> 'disconnected'
ORDER BY c.next_due_at
LIMIT @limit
