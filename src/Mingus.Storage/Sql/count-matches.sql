-- plan: each time
-- What each rule of matching decided and asked, and what people made of it. A decision undone and redone stands: it is
-- undone where the chain of taking back is odd. A person who splits a transaction overturns all that had joined it but
-- the provider's own pending link, until the split is undone.
WITH RECURSIVE chain (decision_id, last_id, turns) AS (
  SELECT decision_id, undone_by, 1
  FROM decisions
  WHERE user_id = @user_id AND undone_by IS NOT NULL
  UNION ALL
  SELECT c.decision_id, d.undone_by, c.turns + 1
  FROM chain AS c
  JOIN decisions AS d ON d.user_id = @user_id AND d.decision_id = c.last_id
  WHERE d.undone_by IS NOT NULL AND c.turns < 1000
),
undone AS (
  SELECT decision_id
  FROM chain
  GROUP BY decision_id
  HAVING MAX(turns) % 2 = 1
),
splits AS (
  SELECT s.transaction_id, MAX(s.at) AS at
  FROM decisions AS s
  WHERE
    s.user_id = @user_id AND s.is_by_person AND s.kind = 'split' AND s.rule IN ('split', 'redo')
    AND s.decision_id NOT IN (SELECT u.decision_id FROM undone AS u)
  GROUP BY s.transaction_id
),
counted AS (
  SELECT
    m.rule, 1 AS automatic, 0 AS suggested, 0 AS confirmed, 0 AS dismissed,
    CASE
      WHEN m.decision_id IN (SELECT u.decision_id FROM undone AS u) THEN 1
      WHEN
        m.rule <> 'pending_link'
        AND EXISTS (SELECT 1 FROM splits AS s WHERE s.transaction_id = m.transaction_id AND s.at >= m.at)
        THEN 1
      ELSE 0
    END AS undone
  FROM decisions AS m
  WHERE m.user_id = @user_id AND m.kind = 'match' AND NOT m.is_by_person
  UNION ALL
  SELECT
    q.rule, 0, 1, CASE q.state WHEN 'linked' THEN 1 ELSE 0 END, CASE q.state WHEN 'dismissed' THEN 1 ELSE 0 END, 0
  FROM suggestions AS q
  WHERE q.user_id = @user_id
)
SELECT
  rule, CAST(SUM(automatic) AS BIGINT), CAST(SUM(suggested) AS BIGINT), CAST(SUM(confirmed) AS BIGINT),
  CAST(SUM(dismissed) AS BIGINT), CAST(SUM(undone) AS BIGINT)
FROM counted
GROUP BY rule
ORDER BY rule
