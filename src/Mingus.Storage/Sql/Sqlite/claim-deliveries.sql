-- A slow address holds few of those who send.
UPDATE webhook_deliveries
SET claimed_until = @until, attempts = attempts + 1
WHERE
  delivery_number IN (
    SELECT d.delivery_number
    FROM webhook_deliveries AS d
    JOIN webhook_endpoints AS w ON w.endpoint_id = d.endpoint_id AND w.status = 'enabled'
    WHERE
      d.state = 'pending' AND d.next_at <= @now AND (d.claimed_until IS NULL OR d.claimed_until <= @now)
      AND (
        SELECT COUNT(*)
        FROM webhook_deliveries AS c
        WHERE c.endpoint_id = d.endpoint_id AND c.claimed_until IS NOT NULL AND c.claimed_until > @now
      ) < @at_once
    ORDER BY d.next_at
    LIMIT @limit
  )
RETURNING delivery_number
