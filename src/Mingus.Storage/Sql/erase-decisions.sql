-- Those whose transaction has no record any more.
DELETE FROM decisions
WHERE
  user_id = @user_id AND transaction_id IS NOT NULL
  AND NOT EXISTS (
    SELECT 1
    FROM records AS r
    WHERE r.user_id = @user_id AND r.transaction_id = decisions.transaction_id
  )
