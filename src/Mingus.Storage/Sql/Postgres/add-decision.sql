-- each: arrays
INSERT INTO decisions (
  user_id, decision_id, kind, is_by_person, rule, at, transaction_id, reasons, state_before, state_after, account_id,
  score
)
SELECT
  @user_id, n.decision_id, n.kind, n.is_by_person, n.rule, n.at, n.transaction_id, n.reasons, n.state_before,
  n.state_after, n.account_id, n.score
FROM unnest(
  @decision_id::UUID[], @kind::TEXT[], @is_by_person::BOOLEAN[], @rule::TEXT[], @at::BIGINT[],
  @transaction_id::UUID[], @reasons::TEXT[], @state_before::TEXT[], @state_after::TEXT[], @account_id::UUID[],
  @score::DOUBLE PRECISION[]
) AS n (
  decision_id, kind, is_by_person, rule, at, transaction_id, reasons, state_before, state_after, account_id, score
)
