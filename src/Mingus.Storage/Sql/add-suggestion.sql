-- Asked once: what became of it stays. While it is open its transactions may go by other ids.
INSERT INTO suggestions (
  user_id, duplicate_id, account_id, one_id, other_id, state, score, reasons, at, rule
)
VALUES (@user_id, @duplicate_id, @account_id, @one_id, @other_id, 'suggested', @score, @reasons, @at, @rule)
ON CONFLICT (user_id, duplicate_id) DO UPDATE
SET one_id = excluded.one_id, other_id = excluded.other_id, account_id = excluded.account_id
WHERE suggestions.state = 'suggested'
