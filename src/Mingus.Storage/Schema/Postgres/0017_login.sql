-- Who may log in to the dashboard (hash: PBKDF2), and who is logged in (hash: SHA-256 of the cookie's text).
CREATE TABLE operators (
  name TEXT NOT NULL PRIMARY KEY,
  password_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE sessions (
  session_hash BYTEA NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

CREATE INDEX sessions_by_end ON sessions (expires_at);
