SELECT erased_at
FROM erased_users
WHERE tombstone = @tombstone
