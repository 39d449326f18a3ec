-- plan: each time
-- Those whose transaction has no record any more.
DELETE FROM annotations
WHERE
  user_id = @user_id
  AND NOT EXISTS (
    SELECT 1
    FROM records AS r
    WHERE r.user_id = @user_id AND r.transaction_id = annotations.transaction_id
  )
