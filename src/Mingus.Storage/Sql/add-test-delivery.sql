INSERT INTO webhook_deliveries (endpoint_id, user_id, type, state, attempts, next_at, created_at)
VALUES (@endpoint_id, @user_id, @type, 'pending', 0, @now, @now)
RETURNING
  endpoint_id, delivery_number, type, sequence, state, attempts, next_at, created_at, delivered_at, last_status,
  last_error
