SELECT user_id
FROM users
WHERE tenant_id = @tenant_id AND external_id = @external_id
