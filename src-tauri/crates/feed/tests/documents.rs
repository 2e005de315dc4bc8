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
fn a_document_says_whether_it_keeps_the_rules() {
    let rss =
        |inside: &str| format!("<rss><channel><title>T</title><item><title>One</title>{inside}</item></channel></rss>");
    let bomb = format!(
        "<!DOCTYPE r [<!ENTITY a \"{}\"><!ENTITY b \"&a;&a;&a;\">]>{}",
        "x".repeat(2_000),
        rss("<description>&b;</description>")
    );
    let broken = [rss("</b>"), rss("<guid>1</guid><b>"), rss("").replace("</channel></rss>", ""), bomb];
    let whole = [
        rss("<guid>1</guid>"),
        rss("<content type='xhtml'><p>a<br></br>b<hr/></p></content>"),
        rss("<![CDATA[</b>]]>"),
    ];
    let is_broken = |text: &String| parse(text.as_bytes(), None, URL).unwrap().is_broken;
    assert_eq!(broken.iter().map(is_broken).collect::<Vec<_>>(), [true; 4]);
    assert_eq!(whole.iter().map(is_broken).collect::<Vec<_>>(), [false; 3]);
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
}

#[test]
fn hostile_documents_end_soon_and_keep_what_is_whole() {
    let entry = "<item><title>Boats</title><guid>https://paper.example/a/1</guid></item>";
    let bomb = (1..12).fold("<!ENTITY l0 'lol'>".to_owned(), |text, level| {
        text + &format!("<!ENTITY l{level} '{}'>", format!("&l{};", level - 1).repeat(10))
    });
    let documents = [
        format!("<rss><channel>{}{entry}", "<a>".repeat(100_000)),
        format!("<rss><channel>{entry}{}", "<a>".repeat(100_000)),
        format!("<rss><channel {}>{entry}", "xmlns:a='b' c='d' ".repeat(50_000)),
        format!("<!DOCTYPE rss [{bomb}]><rss><channel><title>{}</title>{entry}", "&l9;".repeat(10_000)),
        format!("<rss><channel>{entry}{}", "<!--".repeat(100_000)),
        format!("<rss><channel>{entry}{}", "<!DOCTYPE [>".repeat(100_000)),
        format!("<rss><channel>{entry}<item><title>{}", "<b x=\"".repeat(100_000)),
        format!("<rss><channel>{entry}<item><title><![CDATA[{}]]></title></item>", "<b x=\" <aaaa".repeat(50_000)),
        format!("<rss><channel>{entry}<item><description><![CDATA[{}]]>", "<a href=x <".repeat(50_000)),
        format!("<rss><channel>{entry}{}", "<item/>".repeat(200_000)),
        format!("<rss><channel>{entry}<item>{}", "<category>x</category><author>y</author>".repeat(20_000)),
        format!("<rss><channel>{entry}{}", "</b></channel".repeat(100_000)),
    ];
    for document in &documents {
        let start = std::time::Instant::now();
        let parsed = parse(document.as_bytes(), None, URL);
        assert!(start.elapsed().as_secs() < 5, "{}", document.get(..60).unwrap());
        if document.starts_with("<rss><channel><a>") {
            // Its only entry lies deeper than anybody reads, and the document never ends.
            assert!(matches!(parsed, Err(FeedError::Malformed { .. })));
            continue;
        }
        let parsed = parsed.unwrap();
        let found = parsed.entries.iter().find(|entry| entry.title.as_deref() == Some("Boats"));
        assert!(found.is_some(), "{}", document.get(..60).unwrap());
        assert!(parsed.feed.title.unwrap_or_default().len() < 200_000);
    }
}

#[test]
fn entries_survive_what_is_broken_around_them() {
    let whole = "<item><title>Boats</title><link>/a/1</link></item>";
    for document in [
        format!("\u{feff}\n<b>Warning</b>: x <?xml version='1.0'?><rss><channel>{whole}"),
        format!("<rss><channel><item><title>Open<item><title>x</title></item>{whole}</channel></rss>"),
        format!("<rss><channel><title>a & b <c></title>{whole}</channel></rss></body>"),
        format!("<rss><channel><image><url>x</image>{whole}<item><title>half"),
        format!(
            "<!DOCTYPE html><rss><channel></p>{whole}</b></channel></rss><rss><channel><title>second</title></channel></rss>"
        ),
        format!(
            "<RSS><Channel>{}</Channel></RSS>",
            whole.to_uppercase().replace("BOATS", "Boats").replace("/A/1", "/a/1")
        ),
        format!("<rss version=2.0 xmlns:a=\"x><channel>{whole}</channel></rss>"),
    ] {
        let parsed = parse(document.as_bytes(), None, URL).unwrap();
        let found = parsed.entries.iter().find(|entry| entry.title.as_deref() == Some("Boats"));
        let link = found.and_then(|entry| entry.link.as_deref());
        assert_eq!(link, Some("https://paper.example/a/1"), "{document}");
        assert!(parsed.entries.iter().all(|entry| entry.title.as_deref() != Some("half")));
    }
}

#[test]
fn links_are_relative_to_their_base_then_to_their_page() {
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://paper.example/world/'><link href='./'/>\
        <entry><id>1</id><link href='a/1'/><content type='html'>&lt;img src='i.png'&gt;</content></entry>\
        <entry><id>2</id><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><a href='#n'>x</a>\
        <p xml:base='/sport/'><img src='j.png'/></p></div></content></entry></feed>";
    let parsed = parse(feed.as_bytes(), None, URL).unwrap();
    let mut contents = parsed.entries.iter().map(|entry| entry.content.as_deref().unwrap());
    assert_eq!(contents.next(), Some("<img src='https://paper.example/world/i.png'>"));
    assert_eq!(
        contents.next(),
        Some("<div><a href=\"#n\">x</a><p><img src=\"https://paper.example/sport/j.png\"></p></div>")
    );
    let rss = "<rss><channel><link>https://paper.example/</link><item><guid>https://paper.example/a/b</guid>\
        <description>&lt;a href=\"c\"&gt;</description></item></channel></rss>";
    let parsed = parse(rss.as_bytes(), None, "https://feeds.example/x").unwrap();
    assert_eq!(parsed.entries.first().unwrap().summary.as_deref(), Some("<a href=\"https://paper.example/a/c\">"));
}

#[test]
fn extensions_say_what_the_format_does_not() {
    let rss = "<rss xmlns:d='http://purl.org/dc/elements/1.1/'><channel><title>T</title><d:language>en</d:language>\
        <sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>\
        <itunes:image href='/cover.png'/><item><d:title>Boats</d:title><d:creator>Ida Berg</d:creator><author>desk@paper.example</author>\
        <d:date>2026-02-05</d:date><media:group><media:content url='/v.mp4' medium='video' duration='90'/>\
        <media:thumbnail url='/t.jpg'/></media:group><itunes:explicit>yes</itunes:explicit><podcast:season>2</podcast:season>\
        <psc:chapters><psc:chapter start='00:01:30.5' title='Ferries'/></psc:chapters></item></channel></rss>";
    let parsed = parse(rss.as_bytes(), None, URL).unwrap();
    assert_eq!(parsed.feed.ttl, Some(720));
    assert_eq!(parsed.feed.image.as_deref(), Some("https://paper.example/cover.png"));
    let entry = parsed.entries.first().unwrap();
    assert_eq!(entry.title.as_deref(), Some("Boats"));
    assert_eq!(entry.language.as_deref(), Some("en"));
    assert_eq!(entry.authors.first().unwrap().name.as_deref(), Some("Ida Berg"));
    assert_eq!(entry.published.unwrap().to_string(), "2026-02-05T00:00:00Z");
    assert_eq!(entry.media.first().unwrap().media_type.as_deref(), Some("video/*"));
    assert_eq!((entry.duration, entry.explicit, entry.season), (Some(90), Some(true), Some(2)));
    assert_eq!(entry.thumbnail.as_deref(), Some("https://paper.example/t.jpg"));
    assert_eq!(entry.chapters.first().unwrap().start, 90.5);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn no_document_makes_it_panic(pieces in prop::collection::vec(prop_oneof![
        prop::sample::select(&[
            "<?xml version='1.0' encoding='utf-16'?>", "<rss version='2.0'>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "<pubDate>", "<feed xmlns='http://purl.org/atom/ns#'>",
            "<entry>", "</entry>", "<urlset>", "<url>", "<loc>", "<![CDATA[", "]]>", "<!--", "-->", "&", "&amp;", "&nbsp;", "&#xD800;", "{\"version\":", "}", "<content type='xhtml'>", "<description>", "<a href='x'", "<media:group>", "<!DOCTYPE x [", "<!ENTITY a '&a;'>", "&a;", "/>", "<x:y xmlns:x='", "\"", "'", "<rdf:RDF>", "5 İ 2026", "version", "='",
        ][..]).prop_map(|piece| piece.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 0..12),
    ], 0..30)) {
        let bytes = pieces.concat();
        let _ = parse(&bytes, None, URL);
        let _ = broadsheet_feed::discover(&broadsheet_feed::decode(&bytes, Some("text/html; charset=x")), URL);
    }

    #[test]
    fn no_truncation_and_no_flipped_bits_make_it_panic(cut in 0..SAMPLE.len(), flips in prop::collection::vec((0..SAMPLE.len(), 0..8_u32), 0..6)) {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        for (at, bit) in flips {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << bit;
            }
        }
        bytes.truncate(cut);
        let _ = parse(&bytes, Some("application/xml"), URL);
    }
}

const SAMPLE: &str = "<?xml version='1.0'?><!DOCTYPE feed [<!ENTITY co 'Courier'>]><feed xmlns='http://www.w3.org/2005/Atom' xmlns:m='http://search.yahoo.com/mrss/' xml:base='https://paper.example/'>\
    <title type='html'>Coast &amp;amp; &co;</title><link rel='self' href='/f'/><!-- grün --><author><name>Ida &#8212; Berg</name></author>\
    <entry xml:lang='en'><title>Boats</title><id>urn:1</id><updated>2026-02-05T18:30:00+01:00</updated><category term='sea' label='Sea'/>\
    <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>One <a href='x'>two</a><br/></p></div></content>\
    <m:group><m:content url='i.jpg' medium='image'/></m:group></entry><entry><summary><![CDATA[<p>x</p>]]></summary></entry></feed>";

#[test]
fn a_json_feed_with_one_flaw_keeps_its_entries() {
    let feed = |item: &str| {
        let text = format!(
            "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Paper\",\"items\":[{item},{{\"id\":\"2\",\"title\":\"Two\"}}]}}"
        );
        broadsheet_feed::parse(text.as_bytes(), None, "https://paper.example/feed.json")
    };
    for flaw in [
        "{\"id\":\"1\",\"title\":\"One \\ud83d\"}",
        "{\"id\":\"1\",\"title\":\"One\ntwo\"}",
        "{\"id\":\"1\",\"title\":\"One\",}",
    ] {
        let read = feed(flaw).unwrap();
        assert_eq!((read.entries.len(), read.is_broken), (2, true), "{flaw}");
    }
    assert!(!feed("{\"id\":\"1\"}").unwrap().is_broken);
    let cut = b"{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Pap";
    let refused = broadsheet_feed::parse(cut, None, "https://paper.example/feed.json").unwrap_err();
    assert!(matches!(refused, broadsheet_feed::FeedError::Malformed { .. }), "{refused}");
}
