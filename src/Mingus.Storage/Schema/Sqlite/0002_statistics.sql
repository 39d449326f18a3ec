-- What SQLite cannot know of empty tables: that a user has many runs and findings, and few that are active or open.
-- Without it every look for the active run or the open findings of a connection reads all that the user ever had, and a
-- sync costs more with each sync before it. Figures only rank the indexes; ANALYZE may replace them with measured ones.
ANALYZE;

INSERT INTO sqlite_stat1 (tbl, idx, stat)
VALUES
  ('runs', 'runs', '1000000 1000 1'),
  ('runs', 'runs_by_connection', '1000000 1000 250 1'),
  ('runs', 'runs_active', '100 2 1'),
  ('findings', 'findings', '10000 100 1'),
  ('findings', 'findings_listed', '10000 100 2 1'),
  ('findings', 'findings_open', '1000 10 5'),
  ('findings', 'findings_open_by_connection', '1000 10 5');
