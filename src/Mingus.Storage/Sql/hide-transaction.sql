-- No moment shows it again.
INSERT INTO annotations (user_id, transaction_id, updated_at, hidden_at)
VALUES (@user_id, @transaction_id, @now, @hidden_at)
ON CONFLICT (user_id, transaction_id) DO UPDATE
SET hidden_at = excluded.hidden_at, updated_at = excluded.updated_at, carried_from = NULL
