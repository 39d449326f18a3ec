-- For an operator: how each connection does, of every user or of one tenant's.
SELECT
  c.user_id, c.connection_id, u.tenant_id, u.external_id, c.provider, c.institution_name, c.status, c.problem,
  c.data_as_of, c.next_due_at, c.next_due_reason, c.failures_in_row
FROM connections AS c
JOIN users AS u ON u.user_id = c.user_id
WHERE
  (@tenant_id = '' OR u.tenant_id = @tenant_id) AND (@external_id = '' OR u.external_id = @external_id)
  AND (c.user_id > @after OR (c.user_id = @after AND c.connection_id > @after_id))
ORDER BY c.user_id, c.connection_id
LIMIT @limit
