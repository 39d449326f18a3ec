-- Likewise of outgoing webhooks; the secret before the newest one, too.
SELECT endpoint_id, sealed_secret, sealed_previous
FROM webhook_endpoints
WHERE
  substr(sealed_secret, 2, 8) <> @key_id
  OR (sealed_previous IS NOT NULL AND substr(sealed_previous, 2, 8) <> @key_id)
ORDER BY endpoint_id
LIMIT @limit
