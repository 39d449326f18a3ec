INSERT INTO audit (at, tenant_id, actor, action, of_user, target)
VALUES (@at, @tenant_id, @actor, @action, @of_user, @target)
