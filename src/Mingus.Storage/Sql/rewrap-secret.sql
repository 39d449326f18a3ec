-- No bytes: there is no secret before this one.
UPDATE webhook_endpoints
SET
  sealed_secret = @rewrapped,
  sealed_previous = CASE WHEN length(@rewrapped_previous) = 0 THEN NULL ELSE @rewrapped_previous END
WHERE endpoint_id = @endpoint_id AND sealed_secret = @seen
RETURNING endpoint_id
