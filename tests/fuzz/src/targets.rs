//! One function for each parser of foreign bytes.

use std::cell::OnceCell;
use std::time::Duration;

use broadsheet_interchange::{Subscription, read_opml, write_opml};
use broadsheet_model::SafeHtml;
use broadsheet_store::Library;
use broadsheet_store::media::inspect_picture;
use clap::Parser;

use crate::invariants::{assert_harmless, assert_link};

/// A parser under test.
pub struct Target {
    /// What it is called.
    pub name: &'static str,
    /// Hands bytes to the parser, and panics where the answer breaks a promise.
    pub run: fn(&[u8]),
    /// What any input may take of a processor in a release build.
    pub most_time: Duration,
}

/// Every parser of foreign bytes.
pub const TARGETS: &[Target] = &[
    Target { name: "feed", run: feed, most_time: Duration::from_secs(1) },
    Target { name: "sanitise", run: sanitise, most_time: Duration::from_millis(300) },
    Target { name: "extract", run: extract, most_time: Duration::from_millis(300) },
    Target { name: "given", run: given, most_time: Duration::from_millis(300) },
    Target { name: "discover", run: discover, most_time: Duration::from_millis(300) },
    Target { name: "opml", run: opml, most_time: Duration::from_secs(1) },
    Target { name: "query", run: query, most_time: Duration::from_millis(300) },
    Target { name: "picture", run: picture, most_time: Duration::from_millis(300) },
    Target { name: "drawing", run: drawing, most_time: Duration::from_secs(1) },
    Target { name: "arguments", run: arguments, most_time: Duration::from_millis(300) },
];

const URL: &str = "https://paper.example/news/story.html";

/// A feed of any format, in any encoding. The first byte chooses what the server said that it is.
fn feed(bytes: &[u8]) {
    const KINDS: [Option<&str>; 6] = [
        None,
        Some("application/rss+xml"),
        Some("application/atom+xml; charset=iso-8859-1"),
        Some("application/feed+json"),
        Some("text/xml; charset=utf-16"),
        Some("text/html"),
    ];
    let (kind, document) = match bytes.split_first() {
        // A document that stands as it is begins with something printable; a smaller byte chooses a kind.
        Some((first, rest)) if usize::from(*first) < KINDS.len() => (KINDS.get(usize::from(*first)), rest),
        _ => (KINDS.first(), bytes),
    };
    let Ok(parsed) = broadsheet_feed::parse(document, kind.copied().flatten(), URL) else { return };
    assert_link(parsed.feed.link.as_deref());
    for entry in &parsed.entries {
        assert_link(entry.link.as_deref());
    }
}

/// Publishers' HTML: what comes out is harmless, stays as it is, and shows no picture that was not placed.
fn sanitise(bytes: &[u8]) {
    let html = String::from_utf8_lossy(bytes);
    let safe = broadsheet_sanitise::sanitise(&html, Some(URL)).into_string();
    assert_harmless(&safe);
    let again = broadsheet_sanitise::sanitise(&safe, Some(URL)).into_string();
    assert_eq!(again, safe, "what is safe already changed");
    let shown: SafeHtml =
        broadsheet_sanitise::with_pictures(&safe, Some(URL), &|_| broadsheet_sanitise::Place::Nowhere);
    assert!(!shown.as_str().contains("<img"), "a picture came through: {shown}");
    let watchers = broadsheet_sanitise::watchers(&html, URL);
    assert!(!watchers.sites.contains("paper.example"), "a page does not watch for itself");
}

/// A page to an article.
fn extract(bytes: &[u8]) {
    let page = broadsheet_feed::decode(bytes, None);
    let article = broadsheet_extract::extract(&page, URL);
    assert_link(article.canonical_url.as_deref());
    assert_link(article.next_page.as_deref());
    let mut joined = article.clone();
    assert!(
        joined.text.is_empty() || !broadsheet_extract::join(&mut joined, article.clone()),
        "a page goes on with itself"
    );
    assert_harmless(broadsheet_sanitise::sanitise(&article.html, Some(URL)).as_str());
}

/// A text that is an article's already, with its pictures.
fn given(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let lead = bytes.len().is_multiple_of(2).then_some("https://paper.example/quay.jpg");
    let Some(found) = broadsheet_extract::given(&text, URL, lead, &broadsheet_sanitise::is_beacon) else { return };
    assert!(found.figures.len() <= text.len() / "<img".len(), "pictures out of nothing");
    for figure in &found.figures {
        assert_link(Some(&figure.src));
    }
    assert_harmless(broadsheet_sanitise::sanitise(&found.html, Some(URL)).as_str());
}

/// What a page names as its feeds, and its links as a section page.
fn discover(bytes: &[u8]) {
    let page = broadsheet_feed::decode(bytes, Some("text/html"));
    for found in broadsheet_feed::discover(&page, URL) {
        assert_link(Some(&found.url));
    }
    if let Some(found) = broadsheet_feed::feed_named_in_scripts(&page) {
        assert_link(Some(&found.url));
    }
    for entry in broadsheet_feed::read_section_page(&page, URL).iter().flat_map(|parsed| &parsed.entries) {
        assert_link(entry.link.as_deref());
    }
}

/// Other readers' lists of subscriptions. What is written is read again, in the same folders.
fn opml(bytes: &[u8]) {
    let Ok(read) = read_opml(&String::from_utf8_lossy(bytes)) else { return };
    let folders = |list: &[Subscription]| {
        let mut folders: Vec<Vec<String>> = list.iter().map(|subscription| subscription.folders.clone()).collect();
        folders.sort();
        folders
    };
    let again = read_opml(&write_opml("Mine", &read));
    assert!(again.is_ok_and(|again| folders(&again) == folders(&read)), "a list that was written cannot be read");
}

thread_local! {
    static LIBRARY: OnceCell<(tempfile::TempDir, Library)> = const { OnceCell::new() };
}

/// What a reader types into the search box: no words are an error.
fn query(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    LIBRARY.with(|library| {
        let (_, library) = library.get_or_init(|| {
            let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no folder for a library: {error}"));
            let library = Library::open(folder.path()).unwrap_or_else(|error| panic!("no library: {error}"));
            (folder, library)
        });
        if let Err(error) = library.search(&typed, 0, 10) {
            panic!("searching for {typed:?} failed: {error}");
        }
    });
}

/// The head of a picture.
fn picture(bytes: &[u8]) {
    if let Ok(kind) = inspect_picture(bytes) {
        assert!(u64::from(kind.width) * u64::from(kind.height) <= 100_000_000, "a bomb: {kind:?}");
    }
}

/// A drawing: what comes of it is a picture that may be kept.
fn drawing(bytes: &[u8]) {
    if let Ok(picture) = broadsheet_drawing::drawn(bytes) {
        inspect_picture(&picture).unwrap_or_else(|why| panic!("no picture came of a drawing: {why}"));
    }
}

#[path = "../../../src-tauri/crates/cli/src/arguments.rs"]
#[allow(dead_code, reason = "only how arguments are read matters here, not what comes of them")]
mod command_line;

/// What can be typed behind the program's name, one argument a line.
fn arguments(bytes: &[u8]) {
    let typed = String::from_utf8_lossy(bytes);
    let words = std::iter::once("broadsheet").chain(typed.split('\n'));
    // Whether the words make sense is for whoever typed them; reading them must end, and never panics.
    let _ = command_line::Arguments::try_parse_from(words);
}
