-- Settings changed. A run at work plans by itself at its end, and webhooks that wait are followed first.
UPDATE connections
SET next_due_at = @due_at, next_due_reason = @due_reason
WHERE
  user_id = @user_id AND connection_id = @connection_id AND version = @version AND lease_run_id IS NULL
  AND webhooks = webhooks_served AND status = 'healthy'
