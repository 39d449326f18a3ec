INSERT INTO api_keys (key_id, tenant_id, name, prefix, secret_hash, scopes, created_at, expires_at)
VALUES (@key_id, @tenant_id, @name, @prefix, @secret_hash, @scopes, @created_at, @expires_at)
