INSERT INTO webhook_endpoints (
  endpoint_id, tenant_id, user_id, url, event_types, sealed_secret, status, created_at
)
VALUES (@endpoint_id, @tenant_id, @user_id, @url, @event_types, @sealed_secret, @status, @created_at)
