-- Only a lease that has expired, or whose node is dead: it lives while its session holds the lock of its key.
UPDATE connections AS c
SET version = version + 1, lease_run_id = NULL, lease_node = NULL, lease_node_key = NULL, lease_until = NULL
WHERE
  c.user_id = @user_id AND c.connection_id = @connection_id AND c.lease_run_id = @run_id
  AND (
    c.lease_until < @now
    OR NOT EXISTS (
      SELECT 1
      FROM pg_locks AS l
      WHERE
        l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
        AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
        AND (l.classid::BIGINT << 32) | l.objid::BIGINT = c.lease_node_key
    )
  )
