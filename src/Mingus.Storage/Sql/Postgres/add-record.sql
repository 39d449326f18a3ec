-- each: arrays, many: copy
INSERT INTO records (
  user_id, identity, status, feed_id, account_id, transaction_id, provider_transaction_id, is_primary,
  is_pending, amount_minor, currency, currency_is_official, date, authorized_date,
  pending_transaction_id, description, original_description, merchant_name, details,
  fingerprint_version, fingerprint, first_seen_at, updated_at, removed_at
)
SELECT
  @user_id::BIGINT, n.identity, n.status, n.feed_id, n.account_id, n.transaction_id, n.provider_transaction_id,
  n.is_primary, n.is_pending, n.amount_minor, n.currency, n.currency_is_official, n.date,
  n.authorized_date, n.pending_transaction_id, n.description, n.original_description, n.merchant_name,
  n.details, n.fingerprint_version, n.fingerprint, n.first_seen_at, n.updated_at, n.removed_at
FROM unnest(
  @identity::BYTEA[], @status::SMALLINT[], @feed_id::UUID[], @account_id::UUID[],
  @transaction_id::UUID[], @provider_transaction_id::TEXT[], @is_primary::BOOLEAN[],
  @is_pending::BOOLEAN[], @amount_minor::BIGINT[], @currency::TEXT[], @currency_is_official::BOOLEAN[],
  @date::INTEGER[], @authorized_date::INTEGER[], @pending_transaction_id::TEXT[], @description::TEXT[],
  @original_description::TEXT[], @merchant_name::TEXT[], @details::TEXT[],
  @fingerprint_version::INTEGER[], @fingerprint::BYTEA[], @first_seen_at::BIGINT[],
  @updated_at::BIGINT[], @removed_at::BIGINT[]
) AS n (
  identity, status, feed_id, account_id, transaction_id, provider_transaction_id, is_primary,
  is_pending, amount_minor, currency, currency_is_official, date, authorized_date,
  pending_transaction_id, description, original_description, merchant_name, details,
  fingerprint_version, fingerprint, first_seen_at, updated_at, removed_at
)
