-- After a restore: clients that stand anywhere in the life that was undone find a gap, and load again.
UPDATE users
SET last_sequence = last_sequence + 1000000
