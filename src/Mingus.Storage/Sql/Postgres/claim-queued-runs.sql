-- A node lives while its session holds the advisory lock of its key. This one lives, whatever became of its session.
UPDATE runs AS c
SET node = @node, node_key = @node_key
WHERE c.status = 'queued' AND (@with_own OR c.node_key <> @node_key) AND (
    c.node_key = @node_key
    OR NOT EXISTS (
      SELECT 1
      FROM pg_locks AS l
      WHERE
        l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
        AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
        AND (l.classid::BIGINT << 32) | l.objid::BIGINT = c.node_key
    )
  )
RETURNING
  run_id, user_id, connection_id, account_id, sync_type, work, is_forced, cause, status, progress,
  issues_found, created_at, started_at, ended_at, reason, resumes, details
