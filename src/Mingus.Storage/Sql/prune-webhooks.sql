DELETE FROM webhooks
WHERE last_received_at < @before
RETURNING item_id
