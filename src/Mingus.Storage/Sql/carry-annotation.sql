-- What a person wrote on a transaction is shown on the one it joins, unless something is written there already.
INSERT INTO annotations (user_id, transaction_id, category, note, updated_at, hidden_at, carried_from)
SELECT user_id, @new_id, category, note, updated_at, hidden_at, transaction_id
FROM annotations
WHERE user_id = @user_id AND transaction_id = @old_id
ON CONFLICT (user_id, transaction_id) DO UPDATE
SET
  category = excluded.category, note = excluded.note, updated_at = excluded.updated_at,
  hidden_at = excluded.hidden_at, carried_from = excluded.carried_from
WHERE annotations.category IS NULL AND annotations.note IS NULL AND annotations.hidden_at IS NULL
