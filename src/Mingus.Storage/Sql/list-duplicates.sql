-- plan: each time
-- Questions whether two transactions are one, answered or not, and transactions that were joined, or by a person taken
-- apart, without being asked, by the newest decision that stands. A question whose transactions are one meanwhile is no
-- question.
WITH duplicates AS (
  SELECT
    s.duplicate_id, s.one_id, s.other_id, s.account_id, s.state, s.score, s.reasons, s.at, s.decision_id,
    (
      SELECT d.is_by_person
      FROM decisions AS d
      WHERE d.user_id = s.user_id AND d.decision_id = s.decision_id
    ) AS is_by_person,
    s.rule
  FROM suggestions AS s
  WHERE
    s.user_id = @user_id
    AND (
      s.state <> 'suggested'
      OR (
        EXISTS (
          SELECT 1
          FROM records AS r
          WHERE r.user_id = s.user_id AND r.transaction_id = s.one_id AND r.status <> 3
        )
        AND EXISTS (
          SELECT 1
          FROM records AS r
          WHERE r.user_id = s.user_id AND r.transaction_id = s.other_id AND r.status <> 3
        )
      )
    )
  UNION ALL
  SELECT
    m.transaction_id, m.transaction_id, m.transaction_id, m.account_id,
    CASE m.kind WHEN 'match' THEN 'linked' ELSE 'dismissed' END, m.score, m.reasons, m.at, m.decision_id,
    m.is_by_person, m.rule
  FROM decisions AS m
  WHERE
    m.user_id = @user_id AND m.transaction_id IS NOT NULL AND m.undone_by IS NULL AND m.rule <> 'pending_link'
    AND (
      (m.kind = 'split' AND m.is_by_person)
      OR (
        m.kind = 'match'
        AND (
          SELECT count(*)
          FROM records AS r
          WHERE r.user_id = m.user_id AND r.transaction_id = m.transaction_id
        ) > 1
      )
    )
    AND NOT EXISTS (
      SELECT 1
      FROM decisions AS n
      WHERE
        n.user_id = m.user_id AND n.transaction_id = m.transaction_id AND n.undone_by IS NULL
        AND n.rule <> 'pending_link' AND (n.kind = 'match' OR (n.kind = 'split' AND n.is_by_person))
        AND (n.at, n.decision_id) > (m.at, m.decision_id)
    )
    AND NOT EXISTS (
      SELECT 1
      FROM suggestions AS q
      WHERE
        q.user_id = m.user_id
        AND (q.decision_id = m.decision_id OR (q.state = 'linked' AND m.transaction_id IN (q.one_id, q.other_id)))
    )
)
SELECT duplicate_id, one_id, other_id, account_id, state, score, reasons, at, decision_id, is_by_person, rule
FROM duplicates
WHERE
  (at, duplicate_id) < (@before, @before_id)
  AND (CAST(@state AS TEXT) IS NULL OR state = @state)
  AND (@has_account = 0 OR account_id = @account_id)
  AND (@has_duplicate = 0 OR duplicate_id = @duplicate_id)
ORDER BY at DESC, duplicate_id DESC
LIMIT @limit
