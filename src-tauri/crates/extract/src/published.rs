//! When an article was published and last changed.

use dom_query::Document;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use url::Url;

use crate::dates;
use crate::evidence::Evidence;
use crate::words::folded;

const PUBLISHED: [&str; 28] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "dcterms.issued",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publicationdate",
    "citation_publication_date",
    "citation_date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "date",
    "article.published",
    "originalpublicationdate",
    "datecreated",
    "rnews:datepublished",
];
const MODIFIED: [&str; 8] = [
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "article:modified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
];

/// Publication and last change.
pub(crate) fn times(
    document: &Document,
    evidence: &Evidence,
    page: Option<&Url>,
) -> (Option<Timestamp>, Option<Timestamp>) {
    let stated = |name: &str| evidence.property(name).find_map(|value| dates::parse(value.as_str()?));
    let meta = |names: &[&str]| names.iter().find_map(|name| evidence.meta_all(name).find_map(dates::parse));
    let modified = stated("dateModified").or_else(|| meta(&MODIFIED));
    let published = stated("datePublished")
        .or_else(|| meta(&PUBLISHED))
        .or_else(|| stated("dateCreated"))
        .or_else(|| stated("uploadDate"))
        .or_else(|| in_time_elements(document))
        .or_else(|| in_address(page))
        .or_else(|| in_text(document))
        .or(modified);
    (published, modified.filter(|modified| published.is_none_or(|published| *modified >= published)))
}

fn in_time_elements(document: &Document) -> Option<Timestamp> {
    for selector in [
        "[itemprop=datePublished]",
        "time[pubdate], time.published, time.entry-date, .published time, .date-published",
        "article header time, article time, main time",
        "time[datetime]",
        "abbr.published[title]",
    ] {
        for node in document.select(selector).nodes().iter().take(6) {
            let outside = node.ancestors_it(None).any(|above| {
                above.has_name("aside")
                    || above.has_name("footer") && !above.ancestors_it(None).any(|node| node.has_name("article"))
                    || crate::picture::has_word(
                        &format!("{} {}", above.attr_or("class", ""), above.attr_or("id", "")),
                        &["comment", "comments", "related", "sidebar", "recommended", "trending"],
                    )
            });
            if outside {
                continue;
            }
            let found = ["datetime", "content", "title"]
                .iter()
                .find_map(|name| dates::parse(&node.attr(name)?))
                .or_else(|| dates::visible(&node.text()));
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

/// `/2026/02/05/` and the like.
fn in_address(page: Option<&Url>) -> Option<Timestamp> {
    let path = page?.path();
    let numbers: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    numbers.windows(3).find_map(|window| {
        let [year, month, day] = window else { return None };
        if year.len() != 4 || !(1..=2).contains(&month.len()) || !(1..=2).contains(&day.len()) {
            return None;
        }
        let year: i16 = year.parse().ok().filter(|year| (1990..2100).contains(year))?;
        midnight(Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?)
    })
}

fn midnight(date: Date) -> Option<Timestamp> {
    date.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// A date in a line that is there to tell it, or in the words around the headline.
fn in_text(document: &Document) -> Option<Timestamp> {
    for selector in [
        "[class*=publish], [id*=publish], [class*=pubdate], [class*=posted]",
        "[class*=date], [id*=date], [class*=Date]",
        "[class*=time], [class*=timestamp], [class*=Time]",
        "[class*=meta], [class*=byline], [class*=dateline], [class*=info], [class*=stamp]",
    ] {
        for node in document.select(selector).nodes().iter().take(30) {
            let text = folded(&node.text()).unwrap_or_default();
            if text.chars().count() > 160 {
                continue;
            }
            let outside = node.ancestors_it(None).any(|above| above.has_name("aside") || above.has_name("footer"));
            if let Some(found) = dates::visible(&text).filter(|_| !outside) {
                return Some(found);
            }
        }
    }
    // What follows the main heading, a few hundred characters.
    let heading = document.select("h1").nodes().first().copied()?;
    let mut around = heading;
    for _ in 0..3 {
        around = around.parent()?;
        let text: String = around.text().chars().take(900).collect();
        if let Some(found) = dates::visible(&text) {
            return Some(found);
        }
    }
    None
}
