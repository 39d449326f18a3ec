DELETE FROM events
WHERE at < @before
RETURNING sequence
