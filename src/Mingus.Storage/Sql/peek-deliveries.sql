SELECT delivery_number
FROM webhook_deliveries
WHERE state = 'pending' AND next_at <= @now
LIMIT 1
