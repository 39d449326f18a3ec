INSERT INTO records (
  user_id, identity, status, feed_id, account_id, transaction_id, provider_transaction_id, is_primary,
  is_pending, amount_minor, currency, currency_is_official, date, authorized_date,
  pending_transaction_id, description, original_description, merchant_name, details,
  fingerprint_version, fingerprint, first_seen_at, updated_at, removed_at
)
VALUES (
  @user_id, @identity, @status, @feed_id, @account_id, @transaction_id, @provider_transaction_id,
  @is_primary, @is_pending, @amount_minor, @currency, @currency_is_official, @date, @authorized_date,
  @pending_transaction_id, @description, @original_description, @merchant_name, @details,
  @fingerprint_version, @fingerprint, @first_seen_at, @updated_at, @removed_at
)
