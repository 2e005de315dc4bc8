//! Every day that an article might have been published on, and where it stands.

use jiff::civil::Date;
use url::Url;

use super::candidate::{Candidate, Gathered, Source};
use super::settled::settle;
use super::shown::{anywhere, shown};
use crate::dates::{self, Custom, Moment};
use crate::evidence::Evidence;

const PUBLISHED: [&str; 12] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "article.published",
    "originalpublicationdate",
    "rnews:datepublished",
];
const OTHER: [&str; 28] = [
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
    "citation_online_date",
    "date",
    "datecreated",
    "created",
    "published-date",
    "publish_time",
    "pub_date",
    "article_date_original",
    "displaydate",
    "ptime",
    "release_date",
    "last-publication-date",
    "eomportal-lastupdate",
    "article.created",
];
const MODIFIED: [&str; 12] = [
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "article:modified",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "dcterms.lastmodified",
    "og:article:modified_time",
    "article.updated",
    "revised",
];

/// All candidates.
pub(crate) fn candidates(
    evidence: &Evidence,
    page: Option<&Url>,
    headline: Option<&str>,
    custom: Custom,
) -> Vec<Candidate> {
    let mut gathered = Gathered(Vec::new());
    let read = |text: &str| dates::parse(text, custom);
    for (name, source) in [
        ("datePublished", Source::LinkedPublished),
        ("dateCreated", Source::LinkedCreated),
        ("uploadDate", Source::LinkedCreated),
        ("dateModified", Source::LinkedModified),
    ] {
        for value in evidence.property(name).take(3) {
            gathered.add(value.as_str().and_then(read), source, None);
        }
    }
    if evidence.is_news()
        && let Some(value) = evidence.property("datePublished").next()
    {
        gathered.add(value.as_str().and_then(read), Source::NewsPublished, None);
    }
    for (names, source) in [
        (&PUBLISHED[..], Source::MetaPublished),
        (&OTHER[..], Source::MetaOther),
        (&MODIFIED[..], Source::MetaModified),
    ] {
        for name in names {
            for text in evidence.meta_all(name).take(2) {
                gathered.add(read(text), source, None);
            }
        }
    }
    for (name, text) in evidence.metas() {
        let source = match name {
            _ if PUBLISHED.contains(&name) || OTHER.contains(&name) || MODIFIED.contains(&name) => continue,
            _ if name.contains("publish") || name.contains("pubdate") => Source::MetaOther,
            _ if name.contains("modified") || name.contains("updated") => Source::MetaModified,
            _ if name.ends_with("date") && !name.contains("expir") && !name.contains("event") => Source::MetaOther,
            _ => continue,
        };
        gathered.add(read(text), source, None);
    }
    shown(evidence, headline, custom, &mut gathered);
    gathered.add(page.and_then(|page| in_address(page.path(), custom)), Source::Address, None);
    for src in evidence.meta_all("og:image").take(1) {
        gathered.add(in_address(src, custom), Source::PictureAddress, None);
    }
    // A day in the headline is one that the article tells of.
    let told = told(headline, custom);
    for text in evidence.title().map(str::to_owned).into_iter().chain(evidence.meta(&["description"])) {
        let moment = dates::visible(&text, custom).filter(|moment| Some(moment.day) != told);
        gathered.add(moment, Source::Title, None);
    }
    for (key, source) in [
        ("datePublished", Source::StatePublished),
        ("publishedDate", Source::StatePublished),
        ("publishedAt", Source::StatePublished),
        ("published_at", Source::StatePublished),
        ("publishDate", Source::StatePublished),
        ("dateModified", Source::StateModified),
        ("updatedAt", Source::StateModified),
    ] {
        for text in evidence.state(key, 1) {
            gathered.add(read(&text), source, None);
        }
    }
    if gathered.0.is_empty() {
        anywhere(evidence, headline, custom, &mut gathered);
    }
    settle(&mut gathered.0);
    gathered.0
}

/// The day that a headline tells of.
pub(super) fn told(headline: Option<&str>, custom: Custom) -> Option<Date> {
    headline.and_then(|headline| dates::visible(headline, custom)).map(|moment| moment.day)
}

/// `/2026/02/05/`, `20260205` and the like.
fn in_address(path: &str, custom: Custom) -> Option<Moment> {
    let numbers: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    let day = numbers.windows(3).find_map(|window| {
        let [year, month, day] = window else { return None };
        if year.len() != 4 || !(1..=2).contains(&month.len()) || !(1..=2).contains(&day.len()) {
            return None;
        }
        date(year, month, day)
    });
    let day = day.or_else(|| {
        numbers
            .iter()
            .filter(|number| number.len() == 8 && number.bytes().all(|byte| byte.is_ascii_digit()))
            .find_map(|number| date(number.get(..4)?, number.get(4..6)?, number.get(6..)?))
    })?;
    dates::day(day, custom)
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok().filter(|year| (1990..2100).contains(year))?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_days() {
        for (address, day) in [
            ("https://a.example/2026/02/05/ferry", Some("2026-02-05")),
            ("https://a.example/news/ferry-20260205-2", Some("2026-02-05")),
            ("https://a.example/news/12345678", None),
            ("https://a.example/2026/02/ferry", None),
        ] {
            let found = in_address(address, Custom::PLAIN).map(|moment| moment.day.to_string());
            assert_eq!(found.as_deref(), day, "{address}");
        }
    }
}
