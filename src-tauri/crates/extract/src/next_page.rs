//! Where an article goes on: the address of its next page, and pages joined to one article.
//!
//! A link is taken for the next page only where its address is this page's own with the next number, and where the page says
//! by its relation, its words or the names around it that it turns pages. Everything else called “next” is another story.

use std::collections::HashSet;

use broadsheet_model::{Article, PageKind};
use dom_query::NodeRef;
use url::Url;

use crate::address::absolute;
use crate::words::key;

/// Words in the names of what turns pages.
const PAGERS: [&str; 7] = ["pag", "pager", "pages", "page", "paging", "seiten", "seite"];

/// Words of a link to the next page, in lower case.
const NEXT: [&str; 22] = [
    "next",
    "next page",
    "continue",
    "continue reading",
    "page suivante",
    "suivant",
    "suivante",
    "nächste seite",
    "weiter",
    "siguiente",
    "página siguiente",
    "próxima",
    "próxima página",
    "seguinte",
    "pagina successiva",
    "successiva",
    "volgende",
    "volgende pagina",
    "далее",
    "下一页",
    "下一頁",
    "次のページ",
];

/// Names of queries that number pages.
const QUERIES: [&str; 8] = ["page", "p", "pg", "paged", "pageno", "pagina", "seite", "halaman"];

/// Most pages that an article is thought to have.
const MOST_PAGES: u32 = 50;

/// An address without the number of its page, and that number.
#[derive(Debug, PartialEq, Eq)]
struct Numbered {
    stem: String,
    number: u32,
}

/// Every way in which an address may name a page of an article; the first page names none.
fn readings(url: &Url) -> Vec<Numbered> {
    let host = url.host_str().unwrap_or_default();
    let path = url.path().trim_end_matches('/');
    let (whole, extension) = match path.rsplit_once('.') {
        Some((stem, extension)) if extension.len() <= 5 && !extension.contains('/') => (stem, extension),
        _ => (path, ""),
    };
    let rest: Vec<(String, String)> =
        url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let mut readings = Vec::new();
    let mut stem = |path: &str, without: Option<&str>, number: u32| {
        let query: Vec<String> = rest
            .iter()
            .filter(|(name, _)| Some(name.as_str()) != without && !QUERIES.contains(&name.as_str()))
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        readings.push(Numbered { stem: format!("{host}{path}.{extension}?{}", query.join("&")), number });
    };
    let in_query = rest.iter().find_map(|(name, value)| {
        let number: u32 = value.parse().ok()?;
        QUERIES.contains(&name.to_ascii_lowercase().as_str()).then_some((name.as_str(), number))
    });
    if let Some((name, number)) = in_query {
        stem(whole, Some(name), number);
        return readings;
    }
    stem(whole, None, 1);
    let digits = whole.len() - whole.trim_end_matches(|next: char| next.is_ascii_digit()).len();
    if let (before, Some(number)) = (
        whole.get(..whole.len() - digits).unwrap_or_default(),
        whole.get(whole.len() - digits..).and_then(|number| number.parse::<u32>().ok()),
    ) {
        let before = before.trim_end_matches(['/', '-', '_', ',', '~', '.']);
        for word in ["", "page", "seite", "p", "pagina", "part"] {
            if let Some(before) = before.strip_suffix(word)
                && (word.is_empty() || before.ends_with(['/', '-', '_', ',', '~', '.']))
            {
                stem(before.trim_end_matches(['/', '-', '_', ',', '~', '.']), None, number);
            }
        }
    }
    readings
}

/// Whether one address names the page after the other.
fn follows(page: &[Numbered], other: &Url) -> bool {
    readings(other).iter().any(|other| {
        (2..=MOST_PAGES).contains(&other.number)
            && page.iter().any(|page| page.stem == other.stem && page.number + 1 == other.number)
    })
}

/// The address of the next page of the article that this page begins or goes on with: `stated` are the addresses that its
/// head names as the next, `links` the links in its body.
pub(crate) fn next_page<'a>(
    stated: impl Iterator<Item = &'a str>,
    links: impl Iterator<Item = NodeRef<'a>>,
    page: Option<&Url>,
    base: Option<&Url>,
) -> Option<String> {
    let own = readings(page?);
    let numbers: Vec<String> = own
        .iter()
        .map(|own| own.number + 1)
        .filter(|number| *number <= MOST_PAGES)
        .map(|next| next.to_string())
        .collect();
    let following = |href: &str| {
        let may_be = numbers.iter().any(|number| has_number(href, number)) && !href.contains("comment");
        let address = if may_be { absolute(base, href)? } else { return None };
        Url::parse(&address).is_ok_and(|url| follows(&own, &url)).then(|| without_fragment(address))
    };
    if let Some(next) = stated.into_iter().find_map(following) {
        return Some(next);
    }
    let mut turning = None;
    for link in links {
        let Some(address) = link.attr("href").and_then(|href| following(&href)) else { continue };
        let rel = link.attr("rel").unwrap_or_default();
        if rel.split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case("next")) {
            return Some(address);
        }
        if turning.is_none() && turns_pages(&link) {
            turning = Some(address);
        }
    }
    turning
}

/// Whether a number stands in an address by itself, and not within a longer one.
fn has_number(href: &str, number: &str) -> bool {
    let is_digit = |at: Option<usize>| at.and_then(|at| href.as_bytes().get(at)).is_some_and(u8::is_ascii_digit);
    href.match_indices(number).any(|(at, _)| !is_digit(at.checked_sub(1)) && !is_digit(Some(at + number.len())))
}

fn without_fragment(address: String) -> String {
    address.split_once('#').map_or(address.clone(), |(before, _)| before.to_owned())
}

/// Whether a link says by its words or the names around it that it leads to another page of the same text.
fn turns_pages(link: &NodeRef<'_>) -> bool {
    let text = link.text();
    let words = text.trim().trim_matches(|next: char| !next.is_alphanumeric()).to_lowercase();
    let is_number = !words.is_empty() && words.len() <= 2 && words.bytes().all(|byte| byte.is_ascii_digit());
    if NEXT.contains(&words.as_str()) {
        return true;
    }
    let names = |node: &NodeRef<'_>| {
        ["class", "id", "role", "aria-label"].iter().filter_map(|name| node.attr(name)).any(|names| {
            names
                .to_lowercase()
                .split(|next: char| !next.is_alphanumeric())
                .any(|name| PAGERS.contains(&name) || name.starts_with("pagin") || name.starts_with("pagenav"))
        })
    };
    let mut around = Some(*link);
    for _ in 0..5 {
        let Some(node) = around else { break };
        if names(&node) && (is_number || words.len() <= 40) {
            return true;
        }
        around = node.parent();
    }
    false
}

/// How much of a page may stand on those before, for it to go on with the story.
const MOST_AGAIN: f64 = 0.5;

/// What share of a text stands in another, line by line.
fn again(text: &str, other: &str) -> f64 {
    let known: HashSet<&str> = other.lines().collect();
    let (all, found) = text.lines().fold((0, 0), |(all, found), line| {
        (all + line.len(), found + if known.contains(line) { line.len() } else { 0 })
    });
    found as f64 / all.max(1) as f64
}

/// Adds the next page to an article, and takes over where it goes on from there. `false` where that page is none of this article: another story, the
/// same text again, an error; the article is then as it was, but for going on nowhere.
pub fn join(article: &mut Article, next: Article) -> bool {
    article.next_page = None;
    let same_headline = match (article.headline.as_deref().map(key), next.headline.as_deref().map(key)) {
        (Some(one), Some(other)) => one == other || one.contains(&other) || other.contains(&one),
        _ => true,
    };
    let is_text = matches!(next.verdict.kind, PageKind::Article | PageKind::LiveBlog | PageKind::Gallery);
    if !same_headline || !is_text || next.text.trim().is_empty() || again(&next.text, &article.text) > MOST_AGAIN {
        return false;
    }
    // The picture above the first page stands above every page.
    let is_shown = |src: &str| article.figures.iter().any(|figure| figure.src == src);
    if let Some(lead) = next.lead.filter(|lead| !is_shown(&lead.src)) {
        article.html.push_str(&crate::figures::markup(&lead));
    }
    let figures: Vec<_> = next.figures.into_iter().filter(|figure| !is_shown(&figure.src)).collect();
    article.figures.extend(figures);
    article.html.push_str(&next.html);
    if !article.text.is_empty() {
        article.text.push('\n');
    }
    article.text.push_str(&next.text);
    article.next_page = next.next_page;
    true
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;
    use crate::extract;

    fn found(url: &str, link: &str) -> Option<String> {
        let url = Url::parse(url).expect("it is an address");
        let document = Document::from(format!("<p>Story</p>{link}"));
        let links = document.select("a").nodes().to_vec();
        next_page(std::iter::empty(), links.into_iter(), Some(&url), Some(&url))
    }

    #[test]
    fn the_next_page_is_this_address_with_the_next_number() {
        for (page, href) in [
            ("https://a.example/ferry", "/ferry?page=2"),
            ("https://a.example/ferry?page=2&x=1", "/ferry?x=1&page=3"),
            ("https://a.example/ferry.html", "/ferry-2.html"),
            ("https://a.example/ferry-2.html", "/ferry-3.html"),
            ("https://a.example/ferry/", "/ferry/2/"),
            ("https://a.example/ferry", "/ferry/page/2"),
            ("https://a.example/news/ferry", "/news/ferry/seite-2"),
            ("https://a.example/read/5594363/ferry", "/read/5594363/ferry?page=2"),
            ("https://a.example/ferry-2024/seite-2", "https://a.example/ferry-2024/seite-3#top"),
        ] {
            let link = format!("<div class=pagination><a href='{href}'>2</a></div>");
            let expected =
                Url::parse(page).expect("it is").join(href.split('#').next().expect("it is")).expect("it is");
            assert_eq!(found(page, &link), Some(expected.to_string()), "{page} {href}");
        }
    }

    #[test]
    fn other_stories_are_no_next_page() {
        for (page, link) in [
            ("https://a.example/ferry", "<a rel=next href=/harbour>Next</a>"),
            ("https://a.example/ferry-1", "<a href=/ferry-2>The ferry again, part two of our series on boats</a>"),
            ("https://a.example/ferry", "<a href=/ferry?page=3 rel=next>3</a>"),
            ("https://a.example/ferry", "<div class=comments><a href='/ferry?page=2#comments' class=page>2</a></div>"),
            ("https://a.example/ferry", "<a rel=next href=https://b.example/ferry?page=2>2</a>"),
            ("https://a.example/ferry", "<p><a href=/ferry/2>2</a></p>"),
        ] {
            assert_eq!(found(page, link), None, "{page} {link}");
        }
    }

    #[test]
    fn pages_become_one_article() {
        let page = |text: &str, picture: &str, next: &str| {
            let text = format!(
                "<p>{text} nobody on the pier had seen the ferry since the early morning, and the mail was late.</p>"
            )
            .repeat(4);
            format!(
                "<html><head><title>Ferry</title>{next}</head><body><article><h1>Ferry</h1><figure><img src=/{picture}.jpg width=900 height=600><figcaption>A pier.</figcaption></figure>{text}</article></body></html>"
            )
        };
        let next = "<link rel=next href=/ferry?page=2>";
        let mut first = extract(&page("At nine", "pier-at-nine", next), "https://a.example/ferry");
        assert_eq!(first.next_page.as_deref(), Some("https://a.example/ferry?page=2"));
        let again = extract(&page("At nine", "pier-at-nine", ""), "https://a.example/ferry?page=2");
        let mut unchanged = first.clone();
        assert!(!join(&mut unchanged, again));
        assert_eq!(unchanged.html, first.html);
        let second = "<article><h1>Ferry</h1><p>By noon it lay in the harbour again with forty passengers, a dog and a broken compass on board.</p><p>The captain said that he had steered by the church tower, which is seen from afar on every clear day.</p><p>Whoever had waited went home; the mail was carried up the hill by the children of the school, as it was every year in the fog.</p></article>";
        let second = extract(
            &format!("<html><head><title>Ferry</title></head><body>{second}</body></html>"),
            "https://a.example/ferry?page=2",
        );
        assert!(join(&mut first, second));
        assert!(first.text.contains("At nine") && first.text.contains("church tower"));
        assert!(first.html.contains("church tower"));
        assert_eq!(first.next_page, None);
    }
}
