-- One process has the file: the lease of another node is a dead one's.
-- The second term on the status says nothing new: it names the rows of the index runs_active, so that a long history of
-- runs is not read.
UPDATE {all}runs AS c
SET node = @node, node_key = @node_key
WHERE c.status = 'queued' AND c.status IN ('queued', 'running') AND (@with_own OR c.node <> @node)
RETURNING
  run_id, user_id, connection_id, account_id, sync_type, work, is_forced, cause, status, progress,
  issues_found, created_at, started_at, ended_at, reason, resumes, details
