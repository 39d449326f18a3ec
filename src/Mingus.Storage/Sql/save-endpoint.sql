UPDATE webhook_endpoints
SET
  url = @url, event_types = @event_types, status = @status, disabled_reason = @disabled_reason,
  disabled_at = @disabled_at, failing_since = @failing_since
WHERE tenant_id = @tenant_id AND endpoint_id = @endpoint_id
RETURNING endpoint_id
