-- Only while the connection is as it was seen: a run that commits meanwhile decides otherwise.
UPDATE connections
SET
  webhooks = webhooks + @wanted,
  next_due_reason = CASE
    WHEN @due_at < COALESCE(next_due_at, @due_at + 1) THEN @due_reason ELSE next_due_reason
  END,
  next_due_at = CASE WHEN @due_at < COALESCE(next_due_at, @due_at + 1) THEN @due_at ELSE next_due_at END,
  notice = @notice, consent_expires_at = @consent_expires_at
WHERE
  user_id = @user_id AND connection_id = @connection_id AND version = @version AND status <> 'disconnected'
RETURNING connection_id
