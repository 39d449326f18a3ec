SELECT
  connection_id, user_id, provider, item_id, institution_id, institution_name, status, problem, cursor,
  history, version, consent_expires_at, data_as_of, data_as_of_checked_at, next_due_at,
  next_due_reason, failures_in_row, created_at, webhooks, webhooks_served, quiet_until, notice,
  sealed_token, lease_run_id, lease_node, lease_until
FROM connections
WHERE user_id = @user_id AND connection_id = @connection_id
