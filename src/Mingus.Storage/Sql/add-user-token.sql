INSERT INTO user_tokens (
  token_id, token_hash, tenant_id, external_id, issued_by, scopes, origin, created_at, expires_at
)
VALUES (@token_id, @token_hash, @tenant_id, @external_id, @issued_by, @scopes, @origin, @created_at, @expires_at)
