-- Only for a connection the user has.
INSERT INTO runs (
  run_id, user_id, connection_id, account_id, sync_type, work, is_forced, cause, status, progress,
  issues_found, created_at, started_at, ended_at, reason, resumes, details, node, node_key
)
SELECT
  @run_id, @user_id, @connection_id, @account_id, @sync_type, @work, @is_forced, @cause, @status,
  @progress, @issues_found, @created_at, @started_at, @ended_at, @reason, @resumes, @details, @node,
  @node_key
FROM connections AS c
WHERE c.user_id = @user_id AND c.connection_id = @connection_id
RETURNING run_id
