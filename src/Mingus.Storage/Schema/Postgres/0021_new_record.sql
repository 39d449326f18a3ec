-- What add-record.sql takes: new records as one array of rows. PostgreSQL copies into no table with a policy, and
-- takes many columns slower as an array each.
CREATE TYPE new_record AS (
  identity BYTEA,
  feed_id UUID,
  provider_transaction_id TEXT,
  account_id UUID,
  transaction_id UUID,
  status SMALLINT,
  is_primary BOOLEAN,
  is_pending BOOLEAN,
  amount_minor BIGINT,
  currency TEXT,
  currency_is_official BOOLEAN,
  date INTEGER,
  authorized_date INTEGER,
  pending_transaction_id TEXT,
  description TEXT,
  original_description TEXT,
  merchant_name TEXT,
  details TEXT,
  fingerprint_version INTEGER,
  fingerprint BYTEA,
  first_seen_at BIGINT,
  updated_at BIGINT,
  removed_at BIGINT
);
