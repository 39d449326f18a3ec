SELECT
  key_id, tenant_id, name, prefix, secret_hash, scopes, created_at, expires_at, last_used_at, revoked_at, replaced_by
FROM api_keys
WHERE expires_at > @from AND expires_at <= @to AND revoked_at IS NULL AND replaced_by IS NULL
ORDER BY expires_at, key_id
