-- The folder in which the reader keeps a source: the names on the way to it, outermost first, with the character U+001F between
-- them; empty where it lies in none.
ALTER TABLE feed ADD COLUMN folder TEXT NOT NULL DEFAULT '';
