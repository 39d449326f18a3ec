-- What people should know or do: one row a topic of a connection, counted when it is told again.
CREATE TABLE notifications (
  user_id BIGINT NOT NULL,
  notification_id UUID NOT NULL,
  kind TEXT NOT NULL,
  severity TEXT NOT NULL,
  topic TEXT NOT NULL,
  text TEXT NOT NULL,
  action TEXT,
  account_id UUID,
  connection_id UUID,
  count BIGINT NOT NULL,
  at BIGINT NOT NULL,
  read_at BIGINT,
  resolved_at BIGINT,
  PRIMARY KEY (user_id, notification_id)
);

CREATE INDEX notifications_listed ON notifications (user_id, at, notification_id);
