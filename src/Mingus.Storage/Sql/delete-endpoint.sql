DELETE FROM webhook_endpoints
WHERE tenant_id = @tenant_id AND endpoint_id = @endpoint_id
RETURNING endpoint_id
