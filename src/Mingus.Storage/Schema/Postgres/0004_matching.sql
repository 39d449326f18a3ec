-- What matching looks up: records of an account by amount and day, where a feed has others beside it.
CREATE INDEX records_by_amount ON records (user_id, account_id, amount_minor, date);

-- What matching remembers of an account between updates: sums and balances of its feeds, rates learnt, open questions.
CREATE TABLE match_states (
  user_id BIGINT NOT NULL,
  account_id UUID NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (user_id, account_id)
);

-- Ids of transactions and accounts that another replaced. Who asks for the old one gets the new one.
CREATE TABLE redirects (
  user_id BIGINT NOT NULL,
  old_id UUID NOT NULL,
  new_id UUID NOT NULL,
  decision_id UUID NOT NULL,
  PRIMARY KEY (user_id, old_id)
);

CREATE INDEX redirects_by_new ON redirects (user_id, new_id);

-- Pairs of transactions that may be one, and what became of the question.
CREATE TABLE suggestions (
  user_id BIGINT NOT NULL,
  duplicate_id UUID NOT NULL,
  account_id UUID NOT NULL,
  one_id UUID NOT NULL,
  other_id UUID NOT NULL,
  state TEXT NOT NULL,
  score DOUBLE PRECISION NOT NULL,
  reasons TEXT NOT NULL,
  at BIGINT NOT NULL,
  decision_id UUID,
  PRIMARY KEY (user_id, duplicate_id)
);

CREATE INDEX suggestions_open ON suggestions (user_id, account_id, at) WHERE state = 'suggested';

ALTER TABLE decisions ADD COLUMN account_id UUID;
ALTER TABLE decisions ADD COLUMN score DOUBLE PRECISION;
ALTER TABLE decisions ADD COLUMN undone_by UUID;

-- Which account a feed shows: asked, confirmed, refused. What a person refused is never asked again.
CREATE TABLE account_links (
  user_id BIGINT NOT NULL,
  link_id UUID NOT NULL,
  account_id UUID NOT NULL,
  feed_id UUID NOT NULL,
  state TEXT NOT NULL,
  score DOUBLE PRECISION,
  reasons TEXT NOT NULL,
  decision_id UUID,
  at BIGINT NOT NULL,
  PRIMARY KEY (user_id, link_id)
);

-- The transaction id it was written on, when a match carries it over to another: taken back with the match.
ALTER TABLE annotations ADD COLUMN carried_from UUID;
