UPDATE webhook_endpoints
SET failing_since = CASE WHEN @is_failing THEN COALESCE(failing_since, @failing_since) END
WHERE endpoint_id = @endpoint_id
