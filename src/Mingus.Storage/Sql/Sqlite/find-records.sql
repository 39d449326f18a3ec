-- The records of those names, and the other records of their transactions. The names come as their identities, end to
-- end: one statement that keeps its place in the index, where most names of a page are new and find nothing.
WITH RECURSIVE n (i) AS (
  SELECT 0
  UNION ALL
  SELECT i + 1 FROM n WHERE i + 1 < @count
)
SELECT
  o.row_number, o.feed_id, o.account_id, o.transaction_id, o.provider_transaction_id, o.is_primary,
  o.is_pending, o.amount_minor, o.currency, o.currency_is_official, o.date, o.authorized_date,
  o.pending_transaction_id, o.description, o.original_description, o.merchant_name, o.details,
  o.fingerprint_version, o.fingerprint, o.first_seen_at, o.updated_at, o.removed_at
FROM n
CROSS JOIN records AS r ON r.user_id = @user_id AND r.identity = substr(@identities, n.i * 16 + 1, 16)
CROSS JOIN records AS o ON o.user_id = r.user_id AND o.transaction_id = r.transaction_id
