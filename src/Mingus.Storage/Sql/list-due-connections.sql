-- But for those that are held: if the run broke off, or its node is dead, recovery comes first.
SELECT c.user_id, c.connection_id, c.next_due_at, c.next_due_reason, c.webhooks > c.webhooks_served AS has_webhooks
FROM {all}connections AS c
WHERE c.next_due_at <= @now AND c.status <> 'disconnected' AND c.lease_run_id IS NULL
ORDER BY c.next_due_at
LIMIT @limit
