INSERT INTO sessions (session_hash, name, created_at, seen_at, expires_at)
VALUES (@session_hash, @name, @created_at, @seen_at, @expires_at)
