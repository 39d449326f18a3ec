SELECT 1
FROM users AS u
WHERE
  u.user_id = @user_id
  AND NOT EXISTS (
    SELECT 1
    FROM runs AS r
    WHERE r.user_id = @user_id AND r.connection_id = @connection_id AND r.status IN ('queued', 'running')
  )
