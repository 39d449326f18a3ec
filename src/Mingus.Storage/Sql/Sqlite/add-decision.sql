INSERT INTO decisions (
  user_id, decision_id, kind, is_by_person, rule, at, transaction_id, reasons, state_before,
  state_after, account_id, score
)
VALUES (
  @user_id, @decision_id, @kind, @is_by_person, @rule, @at, @transaction_id, @reasons, @state_before,
  @state_after, @account_id, @score
)
