SELECT
  key_id, tenant_id, name, prefix, secret_hash, scopes, created_at, expires_at, last_used_at, revoked_at, replaced_by
FROM api_keys
WHERE prefix = @prefix
