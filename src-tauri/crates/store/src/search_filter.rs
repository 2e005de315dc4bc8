//! What a search is narrowed to besides its words: whose articles, from which section, from when, in which language, and what the
//! reader did with them.

use std::collections::BTreeSet;

use broadsheet_model::{Folder, Section};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::error::StoreError;
use crate::folding::folded;
use crate::nearest::nearest;
use crate::time::to_millis;

/// What a name before a colon stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// Its words are to stand in these columns of the index.
    Columns(&'static str),
    /// It says something of the article.
    Filter(Filter),
}

/// What is asked of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filter {
    Site,
    Folder,
    Section,
    After,
    Before,
    Is,
    Language,
}

/// What the filter `is:` knows.
const READ: [&str; 4] = ["read", "unread", "starred", "saved"];

/// Something that is asked of an article.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition {
    asked: Asked,
    pub(crate) negative: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Asked {
    /// SQL over `article`, and the values of its places.
    Sql(&'static str, Vec<Value>),
    /// Its publication, or a source that brought it, bears a name or a host with this in it; where `whole`, and one is called just
    /// so, that one alone.
    Site { part: String, whole: bool },
    /// It came from a source in a folder of these names, one within the other.
    Folder(Vec<String>),
}

impl Condition {
    /// The condition as SQL over `article`, with the values of its places.
    ///
    /// # Errors
    /// It asks for what came from a publication or a folder that is not there; the error names those that are called most alike.
    pub(crate) fn sql(&self, connection: &Connection) -> Result<(&'static str, Vec<Value>), StoreError> {
        match &self.asked {
            Asked::Sql(sql, values) => Ok((sql, values.clone())),
            Asked::Site { part, whole } => {
                let publications = named(connection, PUBLICATIONS)?;
                let sources = named(connection, SOURCES)?;
                let is_called = |(_, names): &&Named| names.iter().any(|name| alike(name) == *part);
                let exact = *whole && publications.iter().chain(&sources).any(|one| is_called(&one));
                let is_meant = |one: &&Named| {
                    if exact { is_called(one) } else { one.1.iter().any(|name| alike(name).contains(part)) }
                };
                let [of, by] = [&publications, &sources].map(|named| ids(named.iter().filter(is_meant)));
                if !self.negative && of.is_empty() && by.is_empty() {
                    let names = publications.iter().chain(&sources).filter_map(|(_, names)| names.first());
                    return Err(nowhere(("source", "site"), part, nearest(part, names), "Look at your sources"));
                }
                Ok((
                    "(article.publication_id IN (SELECT value FROM json_each(?))
                      OR EXISTS (SELECT 1 FROM entry WHERE entry.article_id = article.id
                                 AND entry.feed_id IN (SELECT value FROM json_each(?))))",
                    vec![array(&of), array(&by)],
                ))
            }
            Asked::Folder(wanted) => {
                let folders: Vec<(i64, Folder)> = named(connection, FOLDERS)?
                    .into_iter()
                    .filter_map(|(id, names)| Some((id, Folder::from_key(names.first()?)?)))
                    .collect();
                let is_meant = |(_, folder): &&(i64, Folder)| {
                    let names: Vec<String> = folder.names().iter().map(|name| alike(name)).collect();
                    names.windows(wanted.len().max(1)).any(|names| names == wanted.as_slice())
                };
                let of: Vec<i64> = folders.iter().filter(is_meant).map(|(id, _)| *id).collect();
                if !self.negative && of.is_empty() {
                    let names: BTreeSet<&String> = folders.iter().flat_map(|(_, folder)| folder.names()).collect();
                    let part = wanted.join("/");
                    return Err(nowhere(("folder", "folder"), &part, nearest(&part, names), "Look at your folders"));
                }
                Ok((
                    "EXISTS (SELECT 1 FROM entry WHERE entry.article_id = article.id
                             AND entry.feed_id IN (SELECT value FROM json_each(?)))",
                    vec![array(&of)],
                ))
            }
        }
    }
}

/// A row with its names, the one first that is shown.
type Named = (i64, Vec<String>);

const PUBLICATIONS: &str = "SELECT id, coalesce(own_name, name), name, host FROM publication";
const SOURCES: &str = "SELECT id, coalesce(own_title, title), title FROM feed WHERE unsubscribed_at IS NULL";
const FOLDERS: &str = "SELECT id, folder FROM feed WHERE unsubscribed_at IS NULL AND folder <> ''";

fn named(connection: &Connection, sql: &str) -> Result<Vec<Named>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        Ok((row.get(0)?, (1..columns).map(|column| row.get(column)).collect::<Result<_, _>>()?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn ids<'a>(rows: impl Iterator<Item = &'a Named>) -> Vec<i64> {
    rows.map(|(id, _)| *id).collect()
}

/// Numbers as a JSON array.
fn array(ids: &[i64]) -> Value {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    Value::Text(format!("[{}]", ids.join(",")))
}

/// The error for a source or a folder that is not there.
fn nowhere((what, name): (&str, &str), value: &str, nearest: Vec<String>, otherwise: &str) -> StoreError {
    let hint = if nearest.is_empty() {
        format!("{otherwise}, or leave {name}: out.")
    } else {
        let quoted: Vec<String> = nearest.iter().map(|name| format!("“{name}”")).collect();
        format!("Did you mean {}?", quoted.join(" or "))
    };
    StoreError::BadSearch { what: format!("there is no {what} “{value}” in your library"), hint }
}

/// A name as it is compared: however it is written.
fn alike(name: &str) -> String {
    folded(name).to_lowercase()
}

/// The field that a name stands for.
pub(crate) fn field(name: &str) -> Option<Field> {
    Some(match name.to_ascii_lowercase().as_str() {
        "headline" | "title" => Field::Columns("headline"),
        "text" | "body" => Field::Columns("{standfirst body}"),
        "author" | "by" => Field::Columns("byline"),
        "caption" => Field::Columns("caption"),
        "credit" => Field::Columns("credit"),
        "note" => Field::Columns("note"),
        "site" | "source" => Field::Filter(Filter::Site),
        "folder" => Field::Filter(Filter::Folder),
        "section" => Field::Filter(Filter::Section),
        "after" => Field::Filter(Filter::After),
        "before" => Field::Filter(Filter::Before),
        "is" => Field::Filter(Filter::Is),
        "lang" => Field::Filter(Filter::Language),
        _ => return None,
    })
}

/// Reads what is asked by a filter; `whole` is a value between quotation marks.
///
/// # Errors
/// The value says nothing that the filter knows; the error says what it knows.
pub(crate) fn condition(
    filter: Filter,
    (value, whole): (&str, bool),
    negative: bool,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<Condition, StoreError> {
    let (sql, values) = match filter {
        Filter::Site => return Ok(Condition { asked: Asked::Site { part: alike(value), whole }, negative }),
        Filter::Folder => {
            let names = Folder::names_of(value).iter().map(|name| alike(name)).collect();
            return Ok(Condition { asked: Asked::Folder(names), negative });
        }
        Filter::Section => {
            let wanted = value.to_lowercase();
            let section = Section::ALL
                .into_iter()
                .find(|section| section.key() == wanted || section.label().to_lowercase() == wanted)
                .ok_or_else(|| {
                    let keys: Vec<&str> = Section::ALL.into_iter().map(Section::key).collect();
                    unknown("section", value, format!("The sections are {}.", keys.join(", ")))
                })?;
            ("article.section = ?", vec![Value::Text(section.key().to_owned())])
        }
        Filter::After | Filter::Before => {
            let (name, sql) = match filter {
                Filter::After => ("after", "article.sorted_at >= ?"),
                _ => ("before", "article.sorted_at < ?"),
            };
            let at = beginning(value, now, zone).ok_or_else(|| {
                let hint = "Write a day as 2026-03-01, a month as 2026-03, a year as 2026, or how long ago as 7d, 2w, 6m or 1y.";
                unknown(name, value, hint.to_owned())
            })?;
            (sql, vec![Value::Integer(to_millis(at))])
        }
        Filter::Is => {
            // What was read since then stays, so that the next page goes on where this one ends.
            let since = Value::Integer(to_millis(now));
            match value.to_ascii_lowercase().as_str() {
                "read" => {
                    ("EXISTS (SELECT 1 FROM reading WHERE article_id = article.id AND read_at <= ?)", vec![since])
                }
                "unread" => {
                    ("NOT EXISTS (SELECT 1 FROM reading WHERE article_id = article.id AND read_at <= ?)", vec![since])
                }
                "starred" => (
                    "EXISTS (SELECT 1 FROM reading WHERE article_id = article.id AND starred_at IS NOT NULL)",
                    Vec::new(),
                ),
                "saved" => (
                    "(EXISTS (SELECT 1 FROM reading
                              WHERE article_id = article.id AND (starred_at IS NOT NULL OR saved_at IS NOT NULL))
                      OR EXISTS (SELECT 1 FROM list_entry WHERE article_id = article.id)
                      OR EXISTS (SELECT 1 FROM highlight WHERE article_id = article.id))",
                    Vec::new(),
                ),
                _ => return Err(unknown("is", value, "It knows read, unread, starred and saved.".to_owned())),
            }
        }
        Filter::Language => (
            "(lower(coalesce(article.language, '')) = ? OR instr(lower(coalesce(article.language, '')), ?) = 1)",
            vec![Value::Text(value.to_lowercase()), Value::Text(format!("{}-", value.to_lowercase()))],
        ),
    };
    Ok(Condition { asked: Asked::Sql(sql, values), negative })
}

/// Whether a value that a filter does not know may be the beginning of one that it knows.
pub(crate) fn may_go_on(filter: Filter, value: &str) -> bool {
    let value = value.to_lowercase();
    let begins = |known: &str| known.to_lowercase().starts_with(&value);
    match filter {
        Filter::Site | Filter::Folder | Filter::Language => true,
        Filter::Section => Section::ALL.into_iter().any(|section| begins(section.key()) || begins(section.label())),
        Filter::Is => READ.iter().any(|known| begins(known)),
        Filter::After | Filter::Before => {
            value.len() < 10 && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        }
    }
}

fn unknown(name: &'static str, value: &str, hint: String) -> StoreError {
    StoreError::BadSearch { what: format!("“{name}:{value}” narrows a search to nothing that there is"), hint }
}

/// When a day, a month or a year begins where the reader is, or the day so long ago.
fn beginning(value: &str, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let parts: Vec<&str> = value.split('-').collect();
    let day = match parts.as_slice() {
        [ago] if ago.len() > 1 && !ago.ends_with(|last: char| last.is_ascii_digit()) => {
            let today = now.to_zoned(zone.clone()).date();
            today.checked_sub(span(ago)?).ok()?
        }
        [year] => date(year, "1", "1")?,
        [year, month] => date(year, month, "1")?,
        [year, month, day] => date(year, month, day)?,
        _ => return None,
    };
    (day.year() > 0).then(|| day.to_zoned(zone.clone()).ok().map(|day| day.timestamp()))?
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn span(ago: &str) -> Option<Span> {
    let (number, unit) = ago.split_at_checked(ago.len().checked_sub(1)?)?;
    let number: i32 = number.parse().ok().filter(|number| (0..=10_000).contains(number))?;
    Some(match unit {
        "d" => number.days(),
        "w" => number.weeks(),
        "m" => number.months(),
        "y" => number.years(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(value: &str) -> Option<String> {
        let now: Timestamp = "2026-03-31T12:00:00Z".parse().unwrap();
        beginning(value, now, &TimeZone::UTC).map(|at| at.to_string())
    }

    #[test]
    fn days_are_read_in_every_length() {
        for (value, expected) in [
            ("2026-03-01", Some("2026-03-01T00:00:00Z")),
            ("2026-3-1", Some("2026-03-01T00:00:00Z")),
            ("2026-03", Some("2026-03-01T00:00:00Z")),
            ("2026", Some("2026-01-01T00:00:00Z")),
            ("7d", Some("2026-03-24T00:00:00Z")),
            ("2w", Some("2026-03-17T00:00:00Z")),
            ("1m", Some("2026-02-28T00:00:00Z")),
            ("1y", Some("2025-03-31T00:00:00Z")),
            ("20", None),
            ("2026-13", None),
            ("2026-02-30", None),
            ("yesterday", None),
            ("99999999d", None),
            ("9999y", None),
            ("é", None),
            ("-", None),
            ("", None),
        ] {
            assert_eq!(day(value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn what_no_filter_knows_is_told_with_what_it_knows() {
        let told = |filter, value| {
            let now = Timestamp::UNIX_EPOCH;
            match condition(filter, (value, false), false, now, &TimeZone::UTC) {
                Err(StoreError::BadSearch { what, hint }) => format!("{what} {hint}"),
                other => format!("{other:?}"),
            }
        };
        assert!(told(Filter::Section, "polits").contains(
            "“section:polits” narrows a search to nothing that there is The sections are conflict, politics"
        ));
        assert!(told(Filter::After, "soon").contains("2026-03-01"));
        assert!(told(Filter::Is, "old").contains("unread"));
        assert!(
            condition(Filter::Section, ("Crime & Justice", true), false, Timestamp::UNIX_EPOCH, &TimeZone::UTC).is_ok()
        );
    }
}
