SELECT
  institution_id, SUM(CASE WHEN consent_expires_at <= @week THEN 1 ELSE 0 END) AS within_week, COUNT(*) AS within_month
FROM {all}connections
WHERE consent_expires_at > @now AND consent_expires_at <= @month AND status <> 'disconnected'
GROUP BY institution_id
ORDER BY institution_id
