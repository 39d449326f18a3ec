UPDATE webhook_endpoints
SET status = 'disabled', disabled_reason = @disabled_reason, disabled_at = @now
WHERE endpoint_id = @endpoint_id AND status = 'enabled'
RETURNING endpoint_id
