INSERT INTO runs (
  run_id, user_id, connection_id, account_id, sync_type, work, is_forced, cause, status, progress,
  issues_found, created_at, started_at, ended_at, reason, resumes, details, node, node_key
)
VALUES (
  @run_id, @user_id, @connection_id, @account_id, @sync_type, @work, @is_forced, @cause, @status,
  @progress, @issues_found, @created_at, @started_at, @ended_at, @reason, @resumes, @details, @node,
  @node_key
)
ON CONFLICT (user_id, run_id) DO UPDATE
SET
  account_id = excluded.account_id, sync_type = excluded.sync_type, work = excluded.work,
  is_forced = excluded.is_forced, status = excluded.status, progress = excluded.progress,
  started_at = excluded.started_at, reason = excluded.reason, details = excluded.details, node = excluded.node,
  node_key = excluded.node_key
WHERE runs.status = 'queued'
RETURNING run_id
