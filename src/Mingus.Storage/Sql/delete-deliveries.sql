DELETE FROM webhook_deliveries
WHERE endpoint_id = @endpoint_id
