//! Whole pages of our own making, and the promise never to panic.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read fails its test")]

use broadsheet_extract::extract;
use proptest::prelude::*;
use serde_json::{Value, json};

const URL: &str = "https://courier.example/world/conflict/ferry-deal?ref=front";

fn fields(html: &str) -> Value {
    let article = extract(html, URL);
    assert_eq!(article.lead.as_ref(), article.figures.first());
    if let Some(lead) = &article.lead {
        assert!(!article.html.contains(&lead.src), "the lead figure is shown twice");
    }
    let repeats = article.text.lines().filter(|line| Some(*line) == article.headline.as_deref()).count();
    assert_eq!(repeats, 0, "the headline stands in the text again");
    json!({
        "headline": article.headline,
        "standfirst": article.standfirst,
        "byline": article.byline,
        "published_at": article.published_at.map(|time| time.to_string()),
        "modified_at": article.modified_at.map(|time| time.to_string()),
        "site": article.site,
        "section": article.section,
        "language": article.language,
        "canonical_url": article.canonical_url,
        "figures": article.figures,
        "text": article.text.lines().collect::<Vec<&str>>(),
        "text_state": article.text_state.key(),
    })
}

fn check(input: &str, expected: &str) {
    let expected: Value = serde_json::from_str(expected).unwrap();
    let found = fields(input);
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(found.get(name), Some(value), "{name}");
    }
}

#[test]
fn a_page_of_meaningful_elements() {
    check(include_str!("../fixtures/semantic/input.html"), include_str!("../fixtures/semantic/expected.json"));
    let html = extract(include_str!("../fixtures/semantic/input.html"), URL).html;
    for kept in [
        "<figcaption>The quay at Süderhafen, empty since the first frost. <cite>Ida Berg/Coast Courier</cite></figcaption>",
        "<blockquote>",
        "<table>",
        "<li>",
    ] {
        assert!(html.contains(kept), "{kept} is not in {html}");
    }
}

#[test]
fn a_page_of_nothing_but_boxes() {
    check(include_str!("../fixtures/div_soup/input.html"), include_str!("../fixtures/div_soup/expected.json"));
}

#[test]
fn a_page_that_speaks_to_machines_alone() {
    check(include_str!("../fixtures/stated_only/input.html"), include_str!("../fixtures/stated_only/expected.json"));
}

#[test]
fn a_page_that_keeps_its_story_in_a_script() {
    check(include_str!("../fixtures/hydrated/input.html"), include_str!("../fixtures/hydrated/expected.json"));
}

#[test]
fn gates_and_empty_pages_are_no_articles() {
    for (page, state) in [
        ("", "missing"),
        ("<h1>Harbour news</h1>", "missing"),
        (
            "<h1>Harbour news</h1><p>Please log in to continue. You need an account to read this page of the Coast Courier today.</p>",
            "missing",
        ),
    ] {
        assert_eq!(extract(page, URL).text_state.key(), state, "{page}");
    }
}

#[test]
fn bombs_end_soon() {
    for bomb in [
        "<div>".repeat(20_000),
        "<b><p>".repeat(20_000),
        "<img src=a.jpg>".repeat(5_000),
        "<table><tr><td>".repeat(9_000),
        "<".repeat(50_000),
        "<p>The boat left at noon, with forty people and a dog on board, and came back empty.</p>".repeat(60_000),
        "<div class=ad><p>The boat left at noon, with forty people and a dog on board.</p></div>".repeat(60_000),
        format!("<h1>Boats</h1><p>{}", "The boat left at noon  ,  and  came  back. <br> ".repeat(60_000)),
        "<ul><li>Boats</ul>".repeat(60_000),
    ] {
        let started = std::time::Instant::now();
        let _ = extract(&bomb, URL);
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn no_page_makes_it_panic(pieces in prop::collection::vec(prop_oneof![
        prop::sample::select(&[
            "<h1>", "</h1>", "<p>", "</p>", "<figure>", "</figure>", "<figcaption>", "<img src=a.jpg>", "<img srcset='a 1x, b 9999w,' data-src=c>", "<picture>",
            "<source srcset=',,'>", "<noscript>", "</noscript>", "<script type='application/ld+json'>", "</script>", "{\"@type\":\"NewsArticle\",", "}", "<a href='//'>",
            "</a>", "<time datetime='2026-99'>", "<div class=related>", "</div>", "<base href=x>", "(A/B)", "Photo: ©", "İ. Photo: x", "<li>", "<table>", "<form>", "\u{2983}figure\u{2983}9\u{2984}",
            "A sentence of ordinary length, with a comma, that counts as text. ",
        ][..]).prop_map(str::to_owned),
        "\\PC{0,16}",
    ], 0..40)) {
        // What the library might do is caught; what this room does itself must not panic, so nothing may come out empty-handed.
        let html = format!("<title>Known title of the page</title>{}", pieces.concat());
        prop_assert!(extract(&html, URL).site.is_some());
    }
}
