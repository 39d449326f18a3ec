UPDATE webhook_deliveries
SET state = 'pending', attempts = 0, next_at = @now, claimed_until = NULL
WHERE endpoint_id = @endpoint_id AND state = 'failed' AND created_at >= @since AND sequence IS NOT NULL
RETURNING delivery_number
