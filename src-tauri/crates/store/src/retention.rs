//! What goes by the reader's rules: articles that are older than they are to stay, and pictures beyond the room for them.
//!
//! **Invariants:** without a rule nothing goes. What the reader keeps (starred, saved, listed) or said something of never
//! goes. Rows go first, in short transactions; a file goes when no row names it any more. An article that went does not come
//! back through its feed.

use std::collections::{BTreeSet, HashMap, HashSet};

use broadsheet_model::{ArticleId, AssetId, FeedId};
use fs_err as fs;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::counts;
use crate::error::StoreError;
use crate::index;
use crate::library::Library;
use crate::originals::KEPT;
use crate::time::to_millis;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// A library to which nothing came for so long has a reader who was away, or a clock that is wrong.
const SILENT_MILLIS: i64 = 180 * DAY_MILLIS;

/// Articles that go in one transaction.
const BATCH: usize = 200;

/// What is said of a picture that went.
const LEFT_OUT: &str = "left out to keep pictures within the room that you gave them";

const DAYS: &str = "keep_days";
const BUDGET: &str = "picture_budget";

/// How long articles stay that the reader does not keep, and how much room their pictures have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rules {
    /// Days since an article came into the library; for a source, `Some(0)` is for good, whatever the library says.
    pub keep_days: Option<u32>,
    /// Bytes of pictures in all.
    pub picture_budget: Option<u64>,
}

/// The rules of a source, in place of those that it has, to see what would go by them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceRules {
    /// The source.
    pub feed: FeedId,
    /// Its rules; what is absent is as the library says.
    pub rules: Rules,
}

/// What goes by the rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leaving {
    /// Articles that go, the oldest first.
    pub articles: Vec<ArticleId>,
    /// Articles whose pictures go, the oldest first.
    pub pictures_of: Vec<ArticleId>,
    /// Bytes of the files that go.
    pub bytes: u64,
}

impl Library {
    /// The rules of the library.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn rules(&self) -> Result<Rules, StoreError> {
        let made = self.settings()?;
        let number = |name: &str| made.get(name).and_then(|value| value.parse::<u64>().ok());
        let keep_days = number(DAYS).and_then(|days| u32::try_from(days).ok()).filter(|days| *days > 0);
        Ok(Rules { keep_days, picture_budget: number(BUDGET) })
    }

    /// Makes the rules of the library.
    ///
    /// # Errors
    /// The library cannot be written.
    pub fn set_rules(&self, rules: Rules) -> Result<(), StoreError> {
        self.set_setting(DAYS, rules.keep_days.map(|days| days.to_string()).as_deref())?;
        self.set_setting(BUDGET, rules.picture_budget.map(|bytes| bytes.to_string()).as_deref())
    }

    /// The sources that have rules of their own.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn source_rules(&self) -> Result<Vec<SourceRules>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, keep_days, picture_budget FROM feed
                 WHERE keep_days IS NOT NULL OR picture_budget IS NOT NULL ORDER BY id",
            )?;
            let rows = statement.query_map([], |row| {
                let budget: Option<i64> = row.get(2)?;
                let rules = Rules {
                    keep_days: row.get(1)?,
                    picture_budget: budget.and_then(|bytes| u64::try_from(bytes).ok()),
                };
                Ok(SourceRules { feed: FeedId(row.get(0)?), rules })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Makes the rules of a source.
    ///
    /// # Errors
    /// There is no such source, or the library cannot be written.
    pub fn set_source_rules(&self, of: SourceRules) -> Result<(), StoreError> {
        self.write(|transaction| {
            let budget = of.rules.picture_budget.map(|bytes| i64::try_from(bytes).unwrap_or(i64::MAX));
            let changed = transaction.execute(
                "UPDATE feed SET keep_days = ?2, picture_budget = ?3 WHERE id = ?1",
                params![of.feed.0, of.rules.keep_days, budget],
            )?;
            match changed {
                0 => Err(StoreError::NotFound { what: "source", id: of.feed.to_string() }),
                _ => Ok(()),
            }
        })
    }

    /// What would go now by these rules of the library, and of one source where `source` says so.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn leaving(&self, rules: Rules, source: Option<SourceRules>, now: Timestamp) -> Result<Leaving, StoreError> {
        let mut sources = self.source_rules()?;
        if let Some(source) = source {
            sources.retain(|known| known.feed != source.feed);
            sources.push(source);
        }
        let has_days = rules.keep_days.is_some() || sources.iter().any(|source| source.rules.keep_days.is_some());
        let has_budget =
            rules.picture_budget.is_some() || sources.iter().any(|source| source.rules.picture_budget.is_some());
        if !has_days && !has_budget {
            return Ok(Leaving::default());
        }
        self.read(|connection| {
            let mut leaving = Leaving::default();
            if has_days {
                leaving.articles = expiring(connection, rules, source, now)?;
            }
            let mut held = Held::load(connection)?;
            let expired: HashSet<ArticleId> = leaving.articles.iter().copied().collect();
            held.drop(&expired);
            let mut gone = expired.clone();
            for source in sources.iter().filter(|source| source.rules.picture_budget.is_some()) {
                let own = articles_of(connection, source.feed)?;
                held.within(source.rules.picture_budget.unwrap_or(u64::MAX), Some(&own), &mut gone);
            }
            if let Some(budget) = rules.picture_budget {
                held.within(budget, None, &mut gone);
            }
            leaving.pictures_of = held.oldest_first.iter().map(|(article, _)| *article).collect();
            leaving.pictures_of.retain(|article| gone.contains(article) && !expired.contains(article));
            leaving.bytes = held.freed;
            Ok(leaving)
        })
    }

    /// Lets go what goes by the library's rules. Answers what went.
    ///
    /// # Errors
    /// The library cannot be written; what went before stays gone.
    pub fn trim(&self, now: Timestamp) -> Result<Leaving, StoreError> {
        let mut leaving = self.leaving(self.rules()?, None, now)?;
        let mut stayed = HashSet::new();
        for batch in leaving.articles.chunks(BATCH) {
            let files = self.write(|transaction| {
                let mut files = BTreeSet::new();
                for article in batch {
                    if !forget(transaction, *article, &mut files)? {
                        stayed.insert(*article);
                    }
                }
                unneeded(transaction, files)
            })?;
            self.remove_files(&files)?;
        }
        leaving.articles.retain(|article| !stayed.contains(article));
        let all: HashSet<i64> = leaving.pictures_of.iter().map(|article| article.0).collect();
        let mut left_out = HashSet::new();
        for batch in leaving.pictures_of.chunks(BATCH) {
            let files = self.write(|transaction| {
                let mut files = BTreeSet::new();
                for article in batch {
                    left_out.extend(leave_pictures_out(transaction, *article, &all, &mut files)?);
                }
                unneeded(transaction, files)
            })?;
            self.remove_files(&files)?;
        }
        leaving.pictures_of.retain(|article| left_out.contains(&article.0));
        Ok(leaving)
    }

    /// Removes files that no row names. Nobody stores one meanwhile: who does looks for the file again in a transaction.
    pub(crate) fn remove_files(&self, files: &[AssetId]) -> Result<(), StoreError> {
        self.write(|transaction| {
            for file in files {
                let is_named: bool = transaction
                    .prepare_cached("SELECT EXISTS (SELECT 1 FROM asset WHERE id = ?1)")?
                    .query_row([file.as_str()], |row| row.get(0))?;
                if is_named {
                    continue;
                }
                match fs::remove_file(self.media_path(file)) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                    _ => {}
                }
            }
            Ok(())
        })
    }
}

/// Whether the clock may be years ahead, so that everything would seem old: by it nothing came in for half a year, but for what
/// it may have dated itself within a day.
fn is_doubtful(connection: &Connection, now: Timestamp) -> Result<bool, StoreError> {
    let newest: Option<i64> = connection
        .prepare_cached("SELECT max(first_seen_at) FROM article WHERE first_seen_at <= ?1")?
        .query_row([to_millis(now) - DAY_MILLIS], |row| row.get(0))?;
    Ok(newest.is_some_and(|newest| to_millis(now) - newest > SILENT_MILLIS))
}

/// Articles that are older than they are to stay, the oldest first. One that came through several sources stays as long as
/// any of them wants it to. None where the clock is in doubt.
fn expiring(
    connection: &Connection,
    rules: Rules,
    source: Option<SourceRules>,
    now: Timestamp,
) -> Result<Vec<ArticleId>, StoreError> {
    if is_doubtful(connection, now)? {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare_cached(&format!(
        "WITH rule (feed_id, days) AS (
             SELECT id, coalesce(CASE WHEN id = ?3 THEN ?4 ELSE keep_days END, ?1) FROM feed)
         SELECT article.id FROM article
         WHERE EXISTS (SELECT 1 FROM entry WHERE entry.article_id = article.id)
           AND NOT EXISTS (
               SELECT 1 FROM entry JOIN rule ON rule.feed_id = entry.feed_id
               WHERE entry.article_id = article.id
                 AND (rule.days = 0 OR article.first_seen_at > ?2 - rule.days * 86400000))
           AND NOT ({KEPT})
           AND NOT EXISTS (SELECT 1 FROM enclosure WHERE article_id = article.id
                           AND (asset_id IS NOT NULL OR validator IS NOT NULL))
           AND NOT EXISTS (SELECT 1 FROM feedback WHERE article_id = article.id AND withdrawn_at IS NULL)
         ORDER BY article.first_seen_at, article.id"
    ))?;
    let given = source.map(|source| (source.feed.0, source.rules.keep_days)).unzip();
    let rows = statement
        .query_map(params![rules.keep_days.unwrap_or(0), to_millis(now), given.0, given.1.flatten()], |row| {
            Ok(ArticleId(row.get(0)?))
        })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn articles_of(connection: &Connection, feed: FeedId) -> Result<HashSet<ArticleId>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT article_id FROM entry WHERE feed_id = ?1")?;
    let rows = statement.query_map([feed.0], |row| Ok(ArticleId(row.get(0)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Which files the articles hold that the reader does not keep. A file is known by its first eight bytes here, which tells
/// a few million apart.
struct Held {
    /// Articles with their files.
    oldest_first: Vec<(ArticleId, Vec<u64>)>,
    /// Bytes of each file with its smaller copy, and how many articles hold it; kept ones count once more, for good.
    files: HashMap<u64, (u64, u32)>,
    freed: u64,
}

impl Held {
    fn load(connection: &Connection) -> Result<Self, StoreError> {
        let mut statement = connection.prepare_cached(&format!(
            "SELECT article.id, picture.asset_id, asset.bytes + coalesce(copy.bytes, 0), {KEPT}
             FROM article JOIN version ON version.article_id = article.id
             JOIN figure ON figure.version_id = version.id
             JOIN picture ON picture.src = figure.src
             JOIN asset ON asset.id = picture.asset_id
             LEFT JOIN look ON look.asset_id = asset.id
             LEFT JOIN asset AS copy ON copy.id = look.display_id
             GROUP BY article.id, picture.asset_id
             ORDER BY article.first_seen_at, article.id"
        ))?;
        let mut rows = statement.query([])?;
        let mut held = Self { oldest_first: Vec::new(), files: HashMap::new(), freed: 0 };
        while let Some(row) = rows.next()? {
            let (article, file, bytes, is_kept): (i64, String, i64, bool) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            let file = file.get(..16).and_then(|head| u64::from_str_radix(head, 16).ok()).unwrap_or_default();
            held.files.entry(file).or_insert((u64::try_from(bytes).unwrap_or_default(), 0)).1 += 1;
            if is_kept {
                continue;
            }
            match held.oldest_first.last_mut() {
                Some((last, files)) if last.0 == article => files.push(file),
                _ => held.oldest_first.push((ArticleId(article), vec![file])),
            }
        }
        Ok(held)
    }

    /// Counts what articles hold as freed that go themselves.
    fn drop(&mut self, articles: &HashSet<ArticleId>) {
        let going = self.oldest_first.iter().filter(|(article, _)| articles.contains(article));
        let files: Vec<u64> = going.flat_map(|(_, files)| files.iter().copied()).collect();
        self.release(&files);
    }

    fn release(&mut self, files: &[u64]) {
        for file in files {
            if let Some((bytes, holders)) = self.files.get_mut(file) {
                *holders = holders.saturating_sub(1);
                if *holders == 0 {
                    self.freed += *bytes;
                }
            }
        }
    }

    /// Lets pictures of the oldest articles go, of all or of `own`, until the rest has room.
    fn within(&mut self, budget: u64, own: Option<&HashSet<ArticleId>>, gone: &mut HashSet<ArticleId>) {
        let candidates: Vec<(ArticleId, Vec<u64>)> = self
            .oldest_first
            .iter()
            .filter(|(article, _)| !gone.contains(article) && own.is_none_or(|own| own.contains(article)))
            .cloned()
            .collect();
        let files: HashSet<u64> = candidates.iter().flat_map(|(_, files)| files.iter().copied()).collect();
        let mut taken: u64 = files.iter().filter_map(|file| self.files.get(file)).map(|(bytes, _)| bytes).sum();
        let mut holders: HashMap<u64, u32> = HashMap::new();
        for file in candidates.iter().flat_map(|(_, files)| files) {
            *holders.entry(*file).or_default() += 1;
        }
        for (article, files) in candidates {
            if taken <= budget {
                return;
            }
            for file in &files {
                if let Some(left) = holders.get_mut(file) {
                    *left -= 1;
                    if *left == 0 {
                        taken -= self.files.get(file).map_or(0, |(bytes, _)| *bytes);
                    }
                }
            }
            self.release(&files);
            gone.insert(article);
        }
    }
}

/// Forgets an article and all that its publisher said in it; adds the files that it had. `false`, and nothing is changed,
/// where something else refers to it.
fn forget(transaction: &Transaction, article: ArticleId, files: &mut BTreeSet<AssetId>) -> Result<bool, StoreError> {
    // The reader may have kept it since the plan was made.
    let still_goes: bool = transaction
        .prepare_cached(&format!("SELECT EXISTS (SELECT 1 FROM article WHERE id = ?1 AND NOT ({KEPT}))"))?
        .query_row([article.0], |row| row.get(0))?;
    if !still_goes {
        return Ok(false);
    }
    transaction.execute_batch("SAVEPOINT forgetting")?;
    match remove_rows(transaction, article) {
        Ok(found) => {
            transaction.execute_batch("RELEASE forgetting")?;
            files.extend(found);
            Ok(true)
        }
        Err(StoreError::Sqlite(cause))
            if cause.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) =>
        {
            transaction.execute_batch("ROLLBACK TO forgetting; RELEASE forgetting")?;
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

fn remove_rows(transaction: &Transaction, article: ArticleId) -> Result<Vec<AssetId>, StoreError> {
    index::unindex(transaction, article)?;
    let pictures: Vec<(String, Option<String>)> = transaction
        .prepare_cached(
            "SELECT DISTINCT figure.src, picture.asset_id FROM version JOIN figure ON figure.version_id = version.id
             LEFT JOIN picture ON picture.src = figure.src WHERE version.article_id = ?1",
        )?
        .query_map([article.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for statement in [
        "INSERT OR IGNORE INTO expired_entry (feed_id, guid) SELECT feed_id, guid FROM entry WHERE article_id = ?1",
        "INSERT OR IGNORE INTO expired_address (url) SELECT url FROM article_address WHERE article_id = ?1",
        "DELETE FROM unindexed WHERE article_id = ?1",
        "DELETE FROM entry WHERE article_id = ?1",
        "DELETE FROM other_address WHERE article_id = ?1",
        "DELETE FROM reading WHERE article_id = ?1",
        "DELETE FROM feedback WHERE article_id = ?1 AND withdrawn_at IS NOT NULL",
        "DELETE FROM attempt WHERE article_id = ?1",
        // What the reader downloaded, or began to, keeps its article.
        "DELETE FROM enclosure WHERE article_id = ?1 AND asset_id IS NULL AND validator IS NULL",
        "DELETE FROM original WHERE article_id = ?1",
        "DELETE FROM original_try WHERE article_id = ?1",
        "UPDATE article SET version_id = NULL WHERE id = ?1",
        "DELETE FROM figure WHERE version_id IN (SELECT id FROM version WHERE article_id = ?1)",
        "DELETE FROM uncleaned WHERE version_id IN (SELECT id FROM version WHERE article_id = ?1)",
        "DELETE FROM version WHERE article_id = ?1",
        "DELETE FROM article WHERE id = ?1",
    ] {
        transaction.prepare_cached(statement)?.execute([article.0])?;
    }
    for (src, _) in &pictures {
        transaction
            .prepare_cached("DELETE FROM picture WHERE src = ?1 AND NOT EXISTS (SELECT 1 FROM figure WHERE src = ?1)")?
            .execute([src])?;
    }
    Ok(pictures.into_iter().filter_map(|(_, id)| AssetId::parse(&id?)).collect())
}

/// Lets go the pictures of an article that no other article shows but those that lose theirs too; answers which articles lost one.
fn leave_pictures_out(
    transaction: &Transaction,
    article: ArticleId,
    losing: &HashSet<i64>,
    files: &mut BTreeSet<AssetId>,
) -> Result<BTreeSet<i64>, StoreError> {
    let is_kept: bool = transaction
        .prepare_cached(&format!("SELECT EXISTS (SELECT 1 FROM article WHERE id = ?1 AND {KEPT})"))?
        .query_row([article.0], |row| row.get(0))?;
    if is_kept {
        return Ok(BTreeSet::new());
    }
    let pictures: Vec<(String, String)> = transaction
        .prepare_cached(
            "SELECT DISTINCT picture.src, picture.asset_id FROM version JOIN figure ON figure.version_id = version.id
             JOIN picture ON picture.src = figure.src WHERE version.article_id = ?1 AND picture.asset_id IS NOT NULL",
        )?
        .query_map([article.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut changed = BTreeSet::new();
    for (src, asset) in pictures {
        // The reader may have kept any of them since the plan was made.
        let showing: Vec<(i64, bool)> = transaction
            .prepare_cached(&format!(
                "SELECT DISTINCT article.id, {KEPT} FROM figure JOIN version ON version.id = figure.version_id
                 JOIN article ON article.id = version.article_id WHERE figure.src = ?1"
            ))?
            .query_map([&src], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        if !showing.iter().all(|(article, is_kept)| losing.contains(article) && !is_kept) {
            continue;
        }
        transaction
            .prepare_cached(
                "UPDATE picture SET asset_id = NULL, problem = ?2, due_at = NULL, tries = 0 WHERE src = ?1",
            )?
            .execute([src.as_str(), LEFT_OUT])?;
        changed.extend(showing.into_iter().map(|(article, _)| article));
        files.extend(AssetId::parse(&asset));
    }
    for article in &changed {
        counts::recount(transaction, ArticleId(*article))?;
    }
    Ok(changed)
}

/// Removes the rows of files that nothing refers to any more, and of their smaller copies; answers which.
pub(crate) fn unneeded(transaction: &Transaction, files: BTreeSet<AssetId>) -> Result<Vec<AssetId>, StoreError> {
    let mut unneeded = Vec::new();
    let mut waiting: Vec<AssetId> = files.into_iter().collect();
    while let Some(file) = waiting.pop() {
        let is_needed: bool = transaction
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM picture WHERE asset_id = ?1)
                     OR EXISTS (SELECT 1 FROM look WHERE display_id = ?1)
                     OR EXISTS (SELECT 1 FROM publication WHERE icon_asset = ?1)
                     OR EXISTS (SELECT 1 FROM enclosure WHERE asset_id = ?1)",
            )?
            .query_row([file.as_str()], |row| row.get(0))?;
        if is_needed {
            continue;
        }
        let copy: Option<Option<String>> = transaction
            .prepare_cached("SELECT display_id FROM look WHERE asset_id = ?1")?
            .query_row([file.as_str()], |row| row.get(0))
            .optional()?;
        for statement in [
            "DELETE FROM look WHERE asset_id = ?1",
            "DELETE FROM unlooked WHERE asset_id = ?1",
            "DELETE FROM asset WHERE id = ?1",
        ] {
            transaction.prepare_cached(statement)?.execute([file.as_str()])?;
        }
        waiting.extend(copy.flatten().and_then(|copy| AssetId::parse(&copy)));
        unneeded.push(file);
    }
    Ok(unneeded)
}
