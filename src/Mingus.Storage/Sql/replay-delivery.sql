UPDATE webhook_deliveries
SET state = 'pending', attempts = 0, next_at = @now, claimed_until = NULL
WHERE endpoint_id = @endpoint_id AND delivery_number = @delivery_number
RETURNING
  endpoint_id, delivery_number, type, sequence, state, attempts, next_at, created_at, delivered_at, last_status,
  last_error
