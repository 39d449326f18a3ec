UPDATE sessions
SET seen_at = @at
WHERE session_hash = @session_hash AND seen_at < @at
