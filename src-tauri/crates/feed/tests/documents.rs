//! Small documents of every format, and the promise never to panic.

use broadsheet_feed::{FeedError, parse};
use broadsheet_model::FeedFormat;
use proptest::prelude::*;

const URL: &str = "https://paper.example/feeds/main.xml";

#[test]
fn rss_is_read_in_full() {
    let rss = "\n<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:media=\"http://search.yahoo.com/mrss/\">\
        <channel><title>Coast &amp; Courier</title><link>/</link><language>en</language><ttl>30</ttl>\
        <item><title>Boats &lt;b&gt;return&lt;/b&gt; &amp;amp; sail</title><guid>https://paper.example/a/1</guid><pubDate>Thu, 5 Feb 2026 18:30:00 EST</pubDate>\
        <category>Conflict</category><description>&lt;p&gt;Short&lt;/p&gt;</description><content:encoded><![CDATA[<p>Long & full</p>]]></content:encoded>\
        <enclosure url=\"/a.mp3\" type=\"audio/mpeg\" length=\"12\"/></item></channel></rss>";
    let parsed = parse(rss.as_bytes(), Some("application/rss+xml"), URL).unwrap();
    assert_eq!(parsed.format, FeedFormat::Rss);
    assert_eq!(parsed.feed.title.as_deref(), Some("Coast & Courier"));
    assert_eq!(parsed.feed.link.as_deref(), Some("https://paper.example/"));
    assert_eq!(parsed.feed.ttl, Some(30));
    let entry = parsed.entries.first().unwrap();
    assert_eq!(entry.title.as_deref(), Some("Boats return & sail"));
    assert_eq!(entry.link.as_deref(), Some("https://paper.example/a/1"));
    assert_eq!(entry.published.unwrap().to_string(), "2026-02-05T23:30:00Z");
    assert_eq!(entry.summary.as_deref(), Some("<p>Short</p>"));
    assert_eq!(entry.content.as_deref(), Some("<p>Long & full</p>"));
    assert_eq!(entry.categories, ["Conflict"]);
    assert_eq!(entry.enclosures.first().unwrap().url, "https://paper.example/a.mp3");
}

#[test]
fn atom_of_both_ages_and_json_are_read() {
    let old = "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>T</title><entry><title>Boats</title><link rel='alternate' href='a/1'/>\
        <id>x</id><issued>2026-02-05T18:30:00+01:00</issued><modified>2026-02-05T18:30:00Z</modified></entry></feed>";
    let parsed = parse(old.as_bytes(), None, URL).unwrap();
    let entry = parsed.entries.first().unwrap();
    assert_eq!(entry.link.as_deref(), Some("https://paper.example/feeds/a/1"));
    assert_eq!(entry.published.unwrap().to_string(), "2026-02-05T17:30:00Z");
    let new = "<feed xmlns='http://www.w3.org/2005/Atom'><title type='text'>a &lt;b&gt; c</title><author><name>Ida Berg</name></author><entry><title type='html'>&lt;i&gt;x&lt;/i&gt;</title><id>1</id></entry></feed>";
    let parsed = parse(new.as_bytes(), None, URL).unwrap();
    assert_eq!(parsed.feed.title.as_deref(), Some("a <b> c"));
    assert_eq!(parsed.entries.first().unwrap().title.as_deref(), Some("x"));
    assert_eq!(parsed.entries.first().unwrap().authors.first().unwrap().name.as_deref(), Some("Ida Berg"));
    let json = br#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","url":"/a","content_html":"<p>x</p>"}]}"#;
    let parsed = parse(json, None, URL).unwrap();
    assert_eq!(parsed.format, FeedFormat::Json);
    assert_eq!(parsed.entries.first().unwrap().link.as_deref(), Some("https://paper.example/a"));
}

#[test]
fn news_sitemaps_are_feeds_and_plain_pages_in_them_are_not() {
    let map = "<urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>https://paper.example/a?x=1&amp;y=2</loc>\
        <n:news><n:publication><n:name>Courier</n:name><n:language>en</n:language></n:publication><n:publication_date>2026-02-05</n:publication_date>\
        <n:title>Boats &amp; fares</n:title><n:keywords>ferry, fares</n:keywords></n:news></url><url><loc>https://paper.example/about</loc></url></urlset>";
    let parsed = parse(map.as_bytes(), None, URL).unwrap();
    assert_eq!((parsed.format, parsed.entries.len()), (FeedFormat::Sitemap, 1));
    let entry = parsed.entries.first().unwrap();
    assert_eq!(entry.link.as_deref(), Some("https://paper.example/a?x=1&y=2"));
    assert_eq!(entry.title.as_deref(), Some("Boats & fares"));
    assert_eq!(entry.categories, ["ferry", "fares"]);
    let index = "<sitemapindex><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>";
    let parsed = parse(index.as_bytes(), None, URL).unwrap();
    assert_eq!(parsed.format, FeedFormat::SitemapIndex);
    assert_eq!(parsed.discovered.first().unwrap().url, "https://paper.example/news.xml");
}

#[test]
fn what_is_no_feed_is_said_to_be_none() {
    for page in ["", "hello", "<!DOCTYPE html><html><body><rss></body></html>", "<html><feed/></html>", "<svg/>"] {
        assert!(matches!(parse(page.as_bytes(), None, URL), Err(FeedError::NotAFeed { .. })), "{page}");
    }
    let deep = format!("<rss><channel>{}", "<a>".repeat(20_000));
    assert!(matches!(parse(deep.as_bytes(), None, URL), Err(FeedError::TooDeep { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn no_document_makes_it_panic(pieces in prop::collection::vec(prop_oneof![
        prop::sample::select(&[
            "<?xml version='1.0' encoding='utf-16'?>", "<rss version='2.0'>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "<pubDate>", "<feed xmlns='http://purl.org/atom/ns#'>",
            "<entry>", "</entry>", "<urlset>", "<url>", "<loc>", "<![CDATA[", "]]>", "<!--", "-->", "&", "&amp;", "&nbsp;", "&#xD800;", "{\"version\":", "}", "<rdf:RDF>", "5 İ 2026", "version", "='",
        ][..]).prop_map(|piece| piece.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 0..12),
    ], 0..30)) {
        let bytes = pieces.concat();
        let _ = parse(&bytes, None, URL);
        let _ = broadsheet_feed::discover(&broadsheet_feed::decode(&bytes, Some("text/html; charset=x")), URL);
    }
}
