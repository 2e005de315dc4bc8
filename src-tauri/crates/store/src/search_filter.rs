//! What a search is narrowed to besides its words: whose articles, from which section, from when, in which language, and what the
//! reader did with them.

use broadsheet_model::{Folder, Section};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, Rows};

use crate::error::StoreError;
use crate::folding::folded;
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
    /// Its publication bears a name or a host with this in it.
    Site(String),
    /// It came from a source in a folder of these names, one within the other.
    Folder(Vec<String>),
}

impl Condition {
    /// The condition as SQL over `article`, with the values of its places.
    pub(crate) fn sql(&self, connection: &Connection) -> Result<(&'static str, Vec<Value>), rusqlite::Error> {
        match &self.asked {
            Asked::Sql(sql, values) => Ok((sql, values.clone())),
            Asked::Site(part) => {
                let mut statement =
                    connection.prepare_cached("SELECT id, host, name, coalesce(own_name, '') FROM publication")?;
                let ids = ids(&mut statement.query([])?, |row| {
                    let names: [String; 3] = [row.get(1)?, row.get(2)?, row.get(3)?];
                    Ok(names.iter().any(|name| alike(name).contains(part)))
                })?;
                Ok(("article.publication_id IN (SELECT value FROM json_each(?))", vec![ids]))
            }
            Asked::Folder(wanted) => {
                let mut statement = connection
                    .prepare_cached("SELECT id, folder FROM feed WHERE unsubscribed_at IS NULL AND folder <> ''")?;
                let ids = ids(&mut statement.query([])?, |row| {
                    let key: String = row.get(1)?;
                    let folder = Folder::from_key(&key);
                    let names: Vec<String> = folder.iter().flat_map(Folder::names).map(|name| alike(name)).collect();
                    Ok(names.windows(wanted.len().max(1)).any(|names| names == wanted.as_slice()))
                })?;
                Ok((
                    "EXISTS (SELECT 1 FROM entry WHERE entry.article_id = article.id
                             AND entry.feed_id IN (SELECT value FROM json_each(?)))",
                    vec![ids],
                ))
            }
        }
    }
}

/// The numbers of the rows of which something holds, as a JSON array.
fn ids(
    rows: &mut Rows<'_>,
    holds: impl Fn(&Row<'_>) -> Result<bool, rusqlite::Error>,
) -> Result<Value, rusqlite::Error> {
    let mut ids: Vec<String> = Vec::new();
    while let Some(row) = rows.next()? {
        if holds(row)? {
            ids.push(row.get::<_, i64>(0)?.to_string());
        }
    }
    Ok(Value::Text(format!("[{}]", ids.join(","))))
}

/// A name as it is compared: however it is written.
fn alike(name: &str) -> String {
    folded(name).to_lowercase()
}

/// The field that a name stands for.
pub(crate) fn field(name: &str) -> Option<Field> {
    Some(match name.to_ascii_lowercase().as_str() {
        "headline" | "title" => Field::Columns("headline"),
        "text" => Field::Columns("{standfirst body}"),
        "author" | "by" => Field::Columns("byline"),
        "caption" => Field::Columns("caption"),
        "credit" => Field::Columns("credit"),
        "note" => Field::Columns("note"),
        "site" => Field::Filter(Filter::Site),
        "folder" => Field::Filter(Filter::Folder),
        "section" => Field::Filter(Filter::Section),
        "after" => Field::Filter(Filter::After),
        "before" => Field::Filter(Filter::Before),
        "is" => Field::Filter(Filter::Is),
        "lang" => Field::Filter(Filter::Language),
        _ => return None,
    })
}

/// Reads what is asked by a filter.
///
/// # Errors
/// The value says nothing that the filter knows; the error says what it knows.
pub(crate) fn condition(
    filter: Filter,
    value: &str,
    negative: bool,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<Condition, StoreError> {
    let (sql, values) = match filter {
        Filter::Site => return Ok(Condition { asked: Asked::Site(alike(value)), negative }),
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
            match condition(filter, value, false, now, &TimeZone::UTC) {
                Err(StoreError::BadSearch { what, hint }) => format!("{what} {hint}"),
                other => format!("{other:?}"),
            }
        };
        assert!(told(Filter::Section, "polits").contains(
            "“section:polits” narrows a search to nothing that there is The sections are conflict, politics"
        ));
        assert!(told(Filter::After, "soon").contains("2026-03-01"));
        assert!(told(Filter::Is, "old").contains("unread"));
        assert!(condition(Filter::Section, "Crime & Justice", false, Timestamp::UNIX_EPOCH, &TimeZone::UTC).is_ok());
    }
}
