//! A section page of a site without any feed, read as one: its links to stories, told by where they stand and how they read.

use std::collections::HashSet;

use broadsheet_model::{Entry, FeedFields, FeedFormat, ParsedFeed};
use memchr::memmem;
use url::Url;

use crate::plain::text_of;
use crate::xml::attributes::Attributes;
use crate::xml::entities::Entities;
use crate::xml::tokens::{Token, Tokens};

/// Stories that are taken from one page.
const MOST: usize = 60;
/// A page with fewer links to stories is no section page.
const FEWEST: usize = 5;
/// Words that a headline has at least.
const WORDS: usize = 4;
/// Letters that a headline has at least, where words are not told apart by spaces.
const LETTERS: usize = 10;
/// Bytes of a link's content that are looked at.
const LONGEST_LINK: usize = 8 << 10;

/// Elements around which links lead elsewhere than to stories.
const FURNITURE: &[&str] = &["nav", "footer", "aside", "form", "noscript", "select"];

/// Elements whose content is no markup.
const RAW: &[(&str, &[u8])] =
    &[("script", b"</script"), ("style", b"</style"), ("textarea", b"</textarea"), ("template", b"</template")];

/// Reads the links to stories on a page as the entries of a feed, in the order of the page; `None` where they are too few.
#[must_use]
pub fn read_section_page(html: &str, url: &str) -> Option<ParsedFeed> {
    let base = Url::parse(url).ok()?;
    let mut page = Page { base, seen: HashSet::new(), entries: Vec::new() };
    let entities = Entities::default();
    let mut attributes = Attributes::default();
    let mut tokens = Tokens::new(html);
    let mut furniture: Vec<String> = Vec::new();
    let mut title = None;
    while let Some(token) = tokens.next() {
        match token {
            Token::Start { name, attributes: inside, .. } => {
                if let Some((_, end)) = RAW.iter().find(|(raw, _)| name.eq_ignore_ascii_case(raw)) {
                    let rest = tokens.rest();
                    let close = memmem::find(rest.as_bytes(), end).and_then(|at| rest.get(at..)).unwrap_or_default();
                    tokens.continue_at(close);
                } else if name.eq_ignore_ascii_case("title") && title.is_none() {
                    title = text_of(content(tokens.rest(), "</title", "<title"));
                } else if FURNITURE.iter().any(|known| name.eq_ignore_ascii_case(known)) {
                    furniture.push(name.to_ascii_lowercase());
                } else if name.eq_ignore_ascii_case("a") && furniture.is_empty() {
                    attributes.read(inside);
                    let Some(href) = attributes.get("href", &entities) else { continue };
                    page.link(href.trim(), content(tokens.rest(), "</a", "<a"));
                }
            }
            Token::End(name) => {
                if let Some(at) = furniture.iter().rposition(|open| name.eq_ignore_ascii_case(open)) {
                    furniture.truncate(at);
                }
            }
            _ => {}
        }
        if page.entries.len() >= MOST {
            break;
        }
    }
    if page.entries.len() < FEWEST {
        return None;
    }
    let feed = FeedFields { title, link: Some(url.to_owned()), ..FeedFields::default() };
    Some(ParsedFeed { format: FeedFormat::Page, feed, entries: page.entries, discovered: Vec::new(), is_broken: false })
}

/// What stands before the end tag, or before the next of these elements begins.
fn content<'h>(rest: &'h str, end: &str, start: &str) -> &'h str {
    let head = rest.get(..rest.floor_char_boundary(LONGEST_LINK)).unwrap_or_default();
    let ends = |at: &usize| {
        let own = head.as_bytes().get(*at..).unwrap_or_default();
        let is = |tag: &str| own.get(..tag.len()).is_some_and(|own| own.eq_ignore_ascii_case(tag.as_bytes()));
        is(end) || is(start) && own.get(start.len()).is_none_or(|next| next.is_ascii_whitespace() || *next == b'/')
    };
    let at = memchr::memchr_iter(b'<', head.as_bytes()).find(ends);
    at.and_then(|at| head.get(..at)).unwrap_or_default()
}

struct Page {
    base: Url,
    seen: HashSet<String>,
    entries: Vec<Entry>,
}

impl Page {
    fn link(&mut self, href: &str, inside: &str) {
        let Ok(mut address) = self.base.join(href) else { return };
        address.set_fragment(None);
        if address.host_str() != self.base.host_str() || !is_story(&address, &self.base) {
            return;
        }
        let Some(headline) = headline(inside) else { return };
        let address = String::from(address);
        if self.seen.insert(address.clone()) {
            self.entries.push(Entry {
                id: Some(address.clone()),
                link: Some(address),
                title: Some(headline),
                ..Entry::default()
            });
        }
    }
}

/// The words of a link, where they read like a headline: those of a heading inside it, or all of them.
fn headline(inside: &str) -> Option<String> {
    let heading = ["<h1", "<h2", "<h3", "<h4"].iter().find_map(|open| {
        let (_, rest) = inside.split_once(open)?;
        let (_, rest) = rest.split_once('>')?;
        text_of(rest.split("</h").next().unwrap_or_default())
    });
    let words = heading.or_else(|| text_of(inside))?;
    let unspaced = words.chars().filter(|letter| u32::from(*letter) >= 0x0E00).count();
    let enough = words.split_whitespace().count() >= WORDS || unspaced >= LETTERS;
    (enough && words.chars().count() <= 300).then_some(words)
}

/// Whether an address reads like that of one story and not of a section: longer than the page's own, with a date, a number
/// or several words in its last part.
fn is_story(address: &Url, page: &Url) -> bool {
    if !matches!(address.scheme(), "http" | "https") || address.path() == page.path() && address.query() == page.query()
    {
        return false;
    }
    let last = address.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let digits = last.chars().filter(char::is_ascii_digit).count();
    let words = last.split(['-', '_', '+']).filter(|word| !word.is_empty()).count();
    digits >= 3
        || words >= 3
        || address.query().is_some_and(|query| query.chars().filter(char::is_ascii_digit).count() >= 3)
        || last.ends_with(".html") && digits >= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_are_told_from_furniture() {
        let story = |n: u32| {
            format!(
                "<article><a href=\"/world/harbour-strike-day-{n}\"><h3>Harbour strike goes into day {n}</h3><p>More</p></a></article>"
            )
        };
        let page = format!(
            "<title>World | Paper</title><nav><a href=/world/a-b-c-1>One two three four five</a></nav>{}<a href=/about>Who we are and why</a>\
             <a href=/world/harbour-strike-day-1>Harbour strike goes into day 1 again</a><a href=https://else.example/a-b-c-d>One two three four five</a>\
             <footer><a href=/imprint-and-more-1>One two three four five</a></footer>",
            (1..=6).map(story).collect::<String>()
        );
        let read = read_section_page(&page, "https://paper.example/world").unwrap();
        let titles: Vec<&str> = read.entries.iter().filter_map(|entry| entry.title.as_deref()).collect();
        assert_eq!(titles.len(), 6, "{titles:?}");
        assert_eq!(titles[0], "Harbour strike goes into day 1");
        assert_eq!(read.entries[0].link.as_deref(), Some("https://paper.example/world/harbour-strike-day-1"));
        assert_eq!(read.feed.title.as_deref(), Some("World | Paper"));
    }

    #[test]
    fn a_link_that_is_not_closed_ends_where_the_next_begins() {
        let open = |n: u32| format!("<a href=/world/harbour-strike-day-{n}>Harbour strike goes into day {n}\n");
        let page = (1..=6).map(open).collect::<String>();
        let read = read_section_page(&page, "https://paper.example/world").unwrap();
        let titles: Vec<&str> = read.entries.iter().filter_map(|entry| entry.title.as_deref()).collect();
        assert_eq!(titles.first(), Some(&"Harbour strike goes into day 1"));
        assert_eq!(titles.len(), 5, "the last one is closed by nothing");
    }

    #[test]
    fn a_page_with_few_stories_is_no_section() {
        assert!(read_section_page("<a href=/a-b-c-d>One two three four</a>", "https://paper.example/").is_none());
        assert!(read_section_page("", "https://paper.example/").is_none());
    }
}
