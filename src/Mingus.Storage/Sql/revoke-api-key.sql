UPDATE api_keys
SET revoked_at = COALESCE(revoked_at, @now)
WHERE tenant_id = @tenant_id AND key_id = @key_id
RETURNING
  key_id, tenant_id, name, prefix, secret_hash, scopes, created_at, expires_at, last_used_at, revoked_at, replaced_by
