SELECT p.audit_number
FROM prune_audit(@before) AS p (audit_number)
