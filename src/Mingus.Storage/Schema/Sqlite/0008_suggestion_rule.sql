-- Which rule asked: what people make of its questions is counted by rule. Until now two rules asked, each in words of
-- its own.
ALTER TABLE suggestions ADD COLUMN rule TEXT NOT NULL DEFAULT 'cross_feed';

UPDATE suggestions SET rule = 'succession' WHERE reasons LIKE '%may have become posted%';
