UPDATE connections
SET
  status = 'disconnected', version = version + 1, sealed_token = @no_token, next_due_at = NULL, next_due_reason = NULL,
  lease_run_id = NULL, lease_node = NULL, lease_node_key = NULL, lease_until = NULL
WHERE user_id = @user_id AND connection_id = @connection_id AND status <> 'disconnected'
RETURNING connection_id
