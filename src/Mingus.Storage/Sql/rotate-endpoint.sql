UPDATE webhook_endpoints
SET sealed_previous = sealed_secret, previous_until = @previous_until, sealed_secret = @sealed_secret
WHERE tenant_id = @tenant_id AND endpoint_id = @endpoint_id
RETURNING endpoint_id
