SELECT
  d.endpoint_id, d.delivery_number, d.type, d.sequence, d.state, d.attempts, d.next_at, d.created_at, d.delivered_at,
  d.last_status, d.last_error, w.endpoint_id, w.tenant_id, w.user_id, w.url, w.event_types, w.status,
  w.disabled_reason, w.disabled_at, w.failing_since, w.created_at, w.sealed_secret,
  CASE WHEN w.previous_until > @now THEN w.sealed_previous END AS sealed_previous, u.external_id, e.data
FROM webhook_deliveries AS d
JOIN webhook_endpoints AS w ON w.endpoint_id = d.endpoint_id
JOIN {all}users AS u ON u.user_id = d.user_id
LEFT JOIN {all}events AS e ON e.user_id = d.user_id AND e.sequence = d.sequence
WHERE d.delivery_number = @delivery_number
