-- Pages of kept articles that are packed as their servers sent them. In quiet time they are packed harder.
CREATE TABLE loose_original (
    article_id INTEGER PRIMARY KEY REFERENCES original (article_id) ON DELETE CASCADE
) STRICT;

INSERT INTO loose_original (article_id) SELECT article_id FROM original;
