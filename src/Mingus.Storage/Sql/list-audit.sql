SELECT audit_number, at, actor, action, of_user, target
FROM audit
WHERE tenant_id = @tenant_id AND audit_number < @before
ORDER BY audit_number DESC
LIMIT @limit
