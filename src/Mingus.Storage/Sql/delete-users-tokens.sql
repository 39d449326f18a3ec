DELETE FROM user_tokens
WHERE tenant_id = @tenant_id AND external_id = @external_id
