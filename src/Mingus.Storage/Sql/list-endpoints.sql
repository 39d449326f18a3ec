SELECT
  endpoint_id, tenant_id, user_id, url, event_types, status, disabled_reason, disabled_at, failing_since, created_at
FROM webhook_endpoints
WHERE tenant_id = @tenant_id
ORDER BY created_at, endpoint_id
