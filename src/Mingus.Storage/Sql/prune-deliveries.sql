DELETE FROM webhook_deliveries
WHERE created_at < @before
RETURNING delivery_number
