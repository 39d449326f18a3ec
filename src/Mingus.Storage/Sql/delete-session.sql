DELETE FROM sessions
WHERE session_hash = @session_hash
