-- Free, broken off by this node, expired, or of a node whose session does not hold the lock of its key any more.
UPDATE connections AS c
SET
  lease_run_id = @run_id, lease_node = @node, lease_node_key = @node_key, lease_until = @lease_until,
  version = version + CASE WHEN lease_run_id IS NULL OR lease_run_id = @run_id THEN 0 ELSE 1 END
WHERE
  c.user_id = @user_id AND c.connection_id = @connection_id AND c.status <> 'disconnected'
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
RETURNING version
