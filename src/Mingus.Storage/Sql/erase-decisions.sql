-- Those whose transaction has no record any more and leads to none, or whose account is no more.
DELETE FROM decisions
WHERE
  user_id = @user_id
  AND (
    (
      transaction_id IS NOT NULL
      AND NOT EXISTS (
        SELECT 1
        FROM records AS r
        WHERE r.user_id = @user_id AND r.transaction_id = decisions.transaction_id
      )
      AND NOT EXISTS (SELECT 1 FROM redirects AS d WHERE d.user_id = @user_id AND d.old_id = decisions.transaction_id)
    )
    OR (
      transaction_id IS NULL AND account_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM accounts AS a WHERE a.user_id = @user_id AND a.account_id = decisions.account_id)
      AND NOT EXISTS (SELECT 1 FROM redirects AS d WHERE d.user_id = @user_id AND d.old_id = decisions.account_id)
    )
  )
