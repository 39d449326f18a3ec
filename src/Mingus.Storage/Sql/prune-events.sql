DELETE FROM {all}events
WHERE at < @before
RETURNING sequence
