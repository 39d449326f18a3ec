-- What matching looks up: records of an account by amount and day, where a feed has others beside it.
CREATE INDEX records_by_amount ON records (user_id, account_id, amount_minor, date);

-- What matching remembers of an account between updates: sums and balances of its feeds, rates learnt, open questions.
CREATE TABLE match_states (
  user_id INTEGER NOT NULL,
  account_id BLOB NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (user_id, account_id)
) STRICT;

-- Ids of transactions and accounts that another replaced. Who asks for the old one gets the new one.
CREATE TABLE redirects (
  user_id INTEGER NOT NULL,
  old_id BLOB NOT NULL,
  new_id BLOB NOT NULL,
  decision_id BLOB NOT NULL,
  PRIMARY KEY (user_id, old_id)
) STRICT;

CREATE INDEX redirects_by_new ON redirects (user_id, new_id);

-- Pairs of transactions that may be one, and what became of the question.
CREATE TABLE suggestions (
  user_id INTEGER NOT NULL,
  duplicate_id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  one_id BLOB NOT NULL,
  other_id BLOB NOT NULL,
  state TEXT NOT NULL,
  score REAL NOT NULL,
  reasons TEXT NOT NULL,
  at INTEGER NOT NULL,
  decision_id BLOB,
  PRIMARY KEY (user_id, duplicate_id)
) STRICT;

CREATE INDEX suggestions_open ON suggestions (user_id, account_id, at) WHERE state = 'suggested';

ALTER TABLE decisions ADD COLUMN account_id BLOB;
ALTER TABLE decisions ADD COLUMN score REAL;
ALTER TABLE decisions ADD COLUMN undone_by BLOB;

-- Which account a feed shows: asked, confirmed, refused. What a person refused is never asked again.
CREATE TABLE account_links (
  user_id INTEGER NOT NULL,
  link_id BLOB NOT NULL,
  account_id BLOB NOT NULL,
  feed_id BLOB NOT NULL,
  state TEXT NOT NULL,
  score REAL,
  reasons TEXT NOT NULL,
  decision_id BLOB,
  at INTEGER NOT NULL,
  PRIMARY KEY (user_id, link_id)
) STRICT;

-- The transaction id it was written on, when a match carries it over to another: taken back with the match.
ALTER TABLE annotations ADD COLUMN carried_from BLOB;
