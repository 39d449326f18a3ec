-- plan: each time
INSERT INTO webhook_deliveries (endpoint_id, user_id, sequence, type, state, attempts, next_at, created_at)
SELECT w.endpoint_id, u.user_id, e.sequence, e.type, 'pending', 0, @now, e.at
FROM webhook_endpoints AS w
JOIN {all}users AS u ON u.tenant_id = w.tenant_id
JOIN {all}events AS e ON e.user_id = u.user_id AND e.at >= @since
WHERE
  w.endpoint_id = @endpoint_id AND (w.event_types IS NULL OR w.event_types LIKE '% ' || e.type || ' %')
ON CONFLICT (endpoint_id, user_id, sequence) DO NOTHING
RETURNING delivery_number
