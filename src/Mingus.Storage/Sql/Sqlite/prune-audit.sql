DELETE FROM audit
WHERE at < min(@before, (unixepoch() - 90 * 86400) * 1000)
RETURNING audit_number
