-- By the narrow index of pending records.
SELECT
  r.row_number, r.feed_id, r.account_id, r.transaction_id, r.provider_transaction_id, r.is_primary,
  r.is_pending, r.amount_minor, r.currency, r.currency_is_official, r.date, r.authorized_date,
  r.pending_transaction_id, r.description, r.original_description, r.merchant_name, r.details,
  r.fingerprint_version, r.fingerprint, r.first_seen_at, r.updated_at, r.removed_at,
  (
    SELECT min(o.first_seen_at)
    FROM records AS o
    WHERE o.user_id = r.user_id AND o.transaction_id = r.transaction_id
  ),
  n.category, n.note, n.updated_at, n.hidden_at
FROM records AS r
LEFT JOIN annotations AS n ON n.user_id = r.user_id AND n.transaction_id = r.transaction_id
WHERE
  r.user_id = @user_id AND r.account_id = @account_id AND r.is_primary AND r.status = 1
  AND r.date >= @from AND (r.date, r.transaction_id) < (@before, @before_id)
  AND (n.hidden_at IS NULL OR @include_hidden)
ORDER BY r.date DESC, r.transaction_id DESC
LIMIT @limit
