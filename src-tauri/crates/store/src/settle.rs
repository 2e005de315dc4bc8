//! What of a capture goes before what is known of its article already: a page may be wrong about itself where its feed is right.

use broadsheet_model::{ArticleId, Dated};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use crate::captures::Capture;
use crate::error::StoreError;
use crate::time::from_millis;

/// A capture without what is better known.
///
/// # Errors
/// The library cannot be read.
pub(crate) fn settled<'a>(
    transaction: &Transaction,
    article: ArticleId,
    capture: &Capture<'a>,
) -> Result<Capture<'a>, StoreError> {
    let mut settled = *capture;
    if capture.sent.is_none() {
        return Ok(settled);
    }
    let known: Option<(String, Option<i64>)> = transaction
        .prepare_cached("SELECT headline, published_at FROM article WHERE id = ?1")?
        .query_row([article.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((known, before)) = known else { return Ok(settled) };
    if let (Some(published), Some(before)) = (capture.published_at, before.map(from_millis)) {
        settled.published_at = Some(published).filter(|published| !is_less_exact(*published, capture.dated, before));
    }
    if let Some(headline) = capture.headline.filter(|headline| letters(headline) != letters(&known)) {
        let is_name = capture.site.is_some_and(|site| letters(site) == letters(headline))
            || names(transaction, article)?.iter().any(|name| letters(name) == letters(headline));
        settled.headline = Some(headline).filter(|headline| !is_name && !is_only_number_of(headline, &known));
    }
    Ok(settled)
}

/// Whether a time says less than one that is known: a guess, or the day that the known one falls on, which begins and ends up to
/// fourteen hours apart from that of UTC.
fn is_less_exact(published: Timestamp, dated: Dated, before: Timestamp) -> bool {
    match dated {
        Dated::ToTheTime => false,
        Dated::ToTheDay => (-14..38).contains(&before.duration_since(published).as_hours()),
        Dated::ByGuess => true,
    }
}

/// Whether a headline is no more than the number that a known one begins with: “Episode 3” of “Episode 3: Low tide”.
fn is_only_number_of(headline: &str, known: &str) -> bool {
    headline.split_whitespace().count() <= 3
        && headline.chars().any(char::is_numeric)
        && known.strip_prefix(headline.trim()).is_some_and(|rest| letters(rest).chars().any(char::is_alphabetic))
}

/// What the publication of an article and the feeds that brought it are called: no article is called just so.
fn names(transaction: &Transaction, article: ArticleId) -> Result<Vec<String>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT publication.name FROM article JOIN publication ON publication.id = article.publication_id WHERE article.id = ?1
         UNION SELECT feed.title FROM entry JOIN feed ON feed.id = entry.feed_id WHERE entry.article_id = ?1",
    )?;
    let rows = statement.query_map(params![article.0], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Letters and digits alone, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_alone_is_less_than_a_name() {
        assert!(is_only_number_of("Episode 3", "Episode 3: Low tide"));
        assert!(!is_only_number_of("Episode 3", "Episode 3"));
        assert!(!is_only_number_of("Ferry deal", "Ferry deal holds"));
        assert!(!is_only_number_of("Seven ways to see 3 ferries", "Seven ways to see 3 ferries today"));
    }

    #[test]
    fn a_day_or_a_guess_is_less_exact_than_a_time() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let before = at("2026-11-26T21:45:00Z");
        for (published, dated, expected) in [
            ("2026-11-26T00:00:00Z", Dated::ToTheDay, true),
            ("2026-11-25T23:00:00Z", Dated::ToTheDay, true),
            ("2026-11-27T00:00:00Z", Dated::ToTheDay, true),
            ("2026-11-24T00:00:00Z", Dated::ToTheDay, false),
            ("2026-11-26T00:00:00Z", Dated::ToTheTime, false),
            ("2026-11-19T00:00:00Z", Dated::ByGuess, true),
        ] {
            assert_eq!(is_less_exact(at(published), dated, before), expected, "{published} {dated:?}");
        }
    }
}
