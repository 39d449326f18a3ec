SELECT token_id, token_hash, tenant_id, external_id, issued_by, scopes, origin, created_at, expires_at
FROM user_tokens
WHERE token_hash = @token_hash
