SELECT session_hash, name, created_at, seen_at, expires_at
FROM sessions
WHERE session_hash = @session_hash
