UPDATE api_keys
SET
  replaced_by = @replaced_by,
  expires_at = CASE WHEN expires_at < @lasts_until THEN expires_at ELSE @lasts_until END
WHERE tenant_id = @tenant_id AND key_id = @key_id AND revoked_at IS NULL
RETURNING key_id
