-- A number beside each article that changes with what is known of it: where it stands, whose it is, what it is called, its times and
-- language, and its versions. See `article_seal.rs`, which also gives the articles their first.
ALTER TABLE article ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
