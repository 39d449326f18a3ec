-- A suggestion never overwrites an answer.
INSERT INTO account_links (user_id, link_id, account_id, feed_id, state, score, reasons, decision_id, at)
VALUES (@user_id, @link_id, @account_id, @feed_id, @state, @score, @reasons, @decision_id, @at)
ON CONFLICT (user_id, link_id) DO UPDATE
SET
  state = excluded.state, score = COALESCE(excluded.score, account_links.score), reasons = excluded.reasons,
  decision_id = excluded.decision_id, at = excluded.at
WHERE excluded.state <> 'suggested'
