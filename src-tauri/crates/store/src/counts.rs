//! What is counted of an article, so that lists need not count.

use broadsheet_model::ArticleId;
use rusqlite::Transaction;

use crate::error::StoreError;

/// Counts an article's missing pictures and its bytes anew.
pub(crate) fn recount(transaction: &Transaction, article: ArticleId) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE article SET
                 pictures_missing = (
                     SELECT count(DISTINCT figure.src) FROM figure
                     LEFT JOIN picture ON picture.src = figure.src
                     WHERE figure.version_id = article.version_id AND picture.asset_id IS NULL),
                 bytes = coalesce((SELECT length(packed) FROM version WHERE version.id = article.version_id), 0)
                     + coalesce((
                     SELECT sum(bytes) FROM asset WHERE id IN (
                         SELECT picture.asset_id FROM figure JOIN picture ON picture.src = figure.src
                         WHERE figure.version_id = article.version_id
                         UNION SELECT look.display_id FROM figure JOIN picture ON picture.src = figure.src
                         JOIN look ON look.asset_id = picture.asset_id
                         WHERE figure.version_id = article.version_id)), 0)
             WHERE id = ?1",
        )?
        .execute([article.0])?;
    Ok(())
}
