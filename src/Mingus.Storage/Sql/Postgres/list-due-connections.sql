-- But for those that another living node holds.
SELECT c.user_id, c.connection_id, c.next_due_at, c.next_due_reason
FROM connections AS c
WHERE
  c.next_due_at <= @now AND c.status <> 'disconnected'
  AND (c.lease_run_id IS NULL OR c.lease_node_key = @node_key OR (
    c.lease_until < @now
    OR NOT EXISTS (
      SELECT 1
      FROM pg_locks AS l
      WHERE
        l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
        AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
        AND (l.classid::BIGINT << 32) | l.objid::BIGINT = c.lease_node_key
    )
  ))
ORDER BY c.next_due_at
LIMIT @limit
