SELECT
  endpoint_id, delivery_number, type, sequence, state, attempts, next_at, created_at, delivered_at, last_status,
  last_error
FROM webhook_deliveries
WHERE endpoint_id = @endpoint_id AND delivery_number = @delivery_number
