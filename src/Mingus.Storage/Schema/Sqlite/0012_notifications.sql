-- What people should know or do: one row a topic of a connection, counted when it is told again.
CREATE TABLE notifications (
  user_id INTEGER NOT NULL,
  notification_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  severity TEXT NOT NULL,
  topic TEXT NOT NULL,
  text TEXT NOT NULL,
  action TEXT,
  account_id BLOB,
  connection_id BLOB,
  count INTEGER NOT NULL,
  at INTEGER NOT NULL,
  read_at INTEGER,
  resolved_at INTEGER,
  PRIMARY KEY (user_id, notification_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX notifications_listed ON notifications (user_id, at, notification_id);
