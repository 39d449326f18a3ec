-- Null leaves, empty clears. Only for a transaction the user has.
INSERT INTO annotations (user_id, transaction_id, category, note, updated_at)
SELECT @user_id, @transaction_id, NULLIF(CAST(@category AS TEXT), ''), NULLIF(CAST(@note AS TEXT), ''), @now
FROM users AS u
WHERE
  u.user_id = @user_id
  AND EXISTS (SELECT 1 FROM records AS r WHERE r.user_id = @user_id AND r.transaction_id = @transaction_id)
ON CONFLICT (user_id, transaction_id) DO UPDATE
SET
  category = CASE WHEN @category IS NULL THEN annotations.category ELSE excluded.category END,
  note = CASE WHEN @note IS NULL THEN annotations.note ELSE excluded.note END,
  updated_at = excluded.updated_at, carried_from = NULL
RETURNING transaction_id
