-- Which days of a feed are known to be complete (architecture, "Completeness"). intervals: the days that finished calls
-- asked for and got, as day numbers from-to, both included, disjoint and in order, with commas between.
CREATE TABLE coverage (
  user_id BIGINT NOT NULL,
  feed_id UUID NOT NULL,
  asked_from INTEGER NOT NULL,
  oldest_day INTEGER,
  quiet_days INTEGER NOT NULL,
  record_days INTEGER NOT NULL,
  limited_since INTEGER,
  intervals TEXT NOT NULL,
  PRIMARY KEY (user_id, feed_id)
);
