-- A node lives while its session holds the advisory lock of its key. This one lives, whatever became of its session.
UPDATE {all}runs AS c
SET node = @node, node_key = @node_key
WHERE c.status = 'queued' AND (@with_own OR c.node_key <> @node_key) AND (
    c.node_key = @node_key
    OR c.node_key <> ALL (ARRAY(
      {living_nodes}
    ))
  )
RETURNING
  run_id, user_id, connection_id, account_id, sync_type, work, is_forced, cause, status, progress,
  issues_found, created_at, started_at, ended_at, reason, resumes, details
