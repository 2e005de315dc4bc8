-- Where the reader left an article: how many letters of its text stand above, white space not counted; NULL at its beginning, and
-- where it was read to its end.
ALTER TABLE reading ADD COLUMN place INTEGER;
