-- Those about a transaction that has no record any more and leads to none.
DELETE FROM suggestions
WHERE
  user_id = @user_id
  AND (
    (
      NOT EXISTS (SELECT 1 FROM records AS r WHERE r.user_id = @user_id AND r.transaction_id = suggestions.one_id)
      AND NOT EXISTS (SELECT 1 FROM redirects AS d WHERE d.user_id = @user_id AND d.old_id = suggestions.one_id)
    )
    OR (
      NOT EXISTS (SELECT 1 FROM records AS r WHERE r.user_id = @user_id AND r.transaction_id = suggestions.other_id)
      AND NOT EXISTS (SELECT 1 FROM redirects AS d WHERE d.user_id = @user_id AND d.old_id = suggestions.other_id)
    )
  )
