SELECT user_id
FROM {all}users
WHERE tenant_id = @tenant_id AND external_id = @external_id
