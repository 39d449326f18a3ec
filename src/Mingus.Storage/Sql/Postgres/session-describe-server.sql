SELECT
  current_setting('server_version'),
  current_setting('max_connections')::INTEGER
    - (SELECT COUNT(*)::INTEGER FROM pg_stat_activity WHERE datname IS NOT NULL),
  (extract(EPOCH FROM clock_timestamp()) * 1000)::BIGINT,
  (
    SELECT COUNT(*)
    FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE 'mingus %'
  ),
  pg_database_size(current_database())
