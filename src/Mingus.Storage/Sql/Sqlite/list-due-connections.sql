-- One process has the file: the lease of another node is a dead one's.
SELECT c.user_id, c.connection_id, c.next_due_at, c.next_due_reason
FROM connections AS c
WHERE
  c.next_due_at <= @now AND c.status = 'healthy'
  AND (c.lease_run_id IS NULL OR (c.lease_node <> @node OR c.lease_until < @now))
ORDER BY c.next_due_at
LIMIT @limit
