-- each: rows
-- of new_record: identity BYTEA, feed_id UUID, provider_transaction_id TEXT, account_id UUID
-- of new_record: transaction_id UUID, status SMALLINT, is_primary BOOLEAN, is_pending BOOLEAN, amount_minor BIGINT
-- of new_record: currency TEXT, currency_is_official BOOLEAN, date INTEGER, authorized_date INTEGER
-- of new_record: pending_transaction_id TEXT, description TEXT, original_description TEXT, merchant_name TEXT
-- of new_record: details TEXT, fingerprint_version INTEGER, fingerprint BYTEA, first_seen_at BIGINT
-- of new_record: updated_at BIGINT, removed_at BIGINT
INSERT INTO records (
  user_id, identity, feed_id, provider_transaction_id, account_id, transaction_id, status, is_primary,
  is_pending, amount_minor, currency, currency_is_official, date, authorized_date,
  pending_transaction_id, description, original_description, merchant_name, details,
  fingerprint_version, fingerprint, first_seen_at, updated_at, removed_at
)
SELECT
  @user_id::BIGINT, n.identity, n.feed_id, n.provider_transaction_id, n.account_id, n.transaction_id, n.status,
  n.is_primary, n.is_pending, n.amount_minor, n.currency, n.currency_is_official, n.date, n.authorized_date,
  n.pending_transaction_id, n.description, n.original_description, n.merchant_name, n.details,
  n.fingerprint_version, n.fingerprint, n.first_seen_at, n.updated_at, n.removed_at
FROM unnest(@rows::new_record[]) AS n
