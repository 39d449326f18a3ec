-- Credentials, by the SHA-256 of their text. No user_id: whoever shows one is not known yet. scopes: names, with a
-- space between.
CREATE TABLE api_keys (
  key_id BLOB NOT NULL PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  name TEXT,
  prefix TEXT NOT NULL UNIQUE,
  secret_hash BLOB NOT NULL,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  last_used_at INTEGER,
  revoked_at INTEGER,
  replaced_by BLOB
) STRICT, WITHOUT ROWID;

CREATE INDEX api_keys_by_tenant ON api_keys (tenant_id, created_at);
CREATE INDEX api_keys_by_end ON api_keys (expires_at);

CREATE TABLE user_tokens (
  token_id BLOB NOT NULL PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  tenant_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  issued_by TEXT NOT NULL,
  scopes TEXT NOT NULL,
  origin TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX user_tokens_by_user ON user_tokens (tenant_id, external_id);
CREATE INDEX user_tokens_by_issuer ON user_tokens (issued_by);
CREATE INDEX user_tokens_by_end ON user_tokens (expires_at);
