SELECT audit_number, at, tenant_id, actor, action, of_user, target
FROM audit
WHERE tenant_id IN (@tenant_id, @also) AND audit_number < @before
ORDER BY audit_number DESC
LIMIT @limit
