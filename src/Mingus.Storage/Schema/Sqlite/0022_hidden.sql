-- A pending transaction that a person has hidden from lists; once it posts it is listed.
ALTER TABLE annotations ADD COLUMN hidden_at INTEGER;
