DELETE FROM user_tokens
WHERE tenant_id = @tenant_id AND token_id = @token_id
RETURNING token_id
