-- Only by who claimed it last: its attempt is the one that counts.
UPDATE webhook_deliveries
SET
  state = @state, next_at = @next_at, claimed_until = NULL, delivered_at = @delivered_at, last_status = @last_status,
  last_error = @last_error
WHERE
  endpoint_id = @endpoint_id AND delivery_number = @delivery_number AND attempts = @attempts AND state = 'pending'
  AND claimed_until IS NOT NULL
