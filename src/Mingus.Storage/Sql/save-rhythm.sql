INSERT INTO rhythms (user_id, connection_id, taught_at, rhythm)
VALUES (@user_id, @connection_id, @now, @rhythm)
ON CONFLICT (user_id, connection_id) DO UPDATE SET taught_at = excluded.taught_at, rhythm = excluded.rhythm
