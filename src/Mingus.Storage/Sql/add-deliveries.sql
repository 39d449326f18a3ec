-- After the events of a write, in the same transaction: one row for each and each address of the tenant that wants it.
INSERT INTO webhook_deliveries (endpoint_id, user_id, sequence, type, state, attempts, next_at, created_at)
SELECT w.endpoint_id, u.user_id, e.sequence, e.type, 'pending', 0, e.at, e.at
FROM users AS u
JOIN webhook_endpoints AS w ON w.tenant_id = u.tenant_id AND w.status = 'enabled'
JOIN events AS e ON e.user_id = u.user_id AND e.sequence > u.last_sequence - @event_count
WHERE u.user_id = @user_id AND (w.event_types IS NULL OR w.event_types LIKE '% ' || e.type || ' %')
