//! Where a feed knows better than the pages behind it: old themes, days without a time, walls of programs.

use crate::harness::Reader;
use crate::small_site::SmallSite;

#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_gets_wrong_stands_as_its_feed_has_it() {
    let site = SmallSite::start().await;
    let base = &site.base;
    let item = |title: &str, path: &str, text: &str| {
        let title = if title.is_empty() { String::new() } else { format!("<title>{title}</title>") };
        format!(
            "<item>{title}<link>{base}{path}</link><guid>{path}</guid><pubDate>Thu, 26 Nov 2026 21:45:00 GMT</pubDate>\
             <description><![CDATA[{text}]]></description></item>"
        )
    };
    let first =
        "<p>The price of cheese fell for the third week. […]</p><p>The post Cheese appeared first on Mill Blog.</p>";
    let feed = format!(
        "<rss version='2.0'><channel><title>Mill Blog</title><link>{base}/</link>{}{}{}</channel></rss>",
        item("Cheese prices fall again", "/archives/1", first),
        item("", "/@mill/2", "<p>Low tide at seven.</p>"),
        item("Tides", "/3", "Low at one.\n\nHigh at:\n7:00 the pier\n8:10 the weir"),
    );
    site.put_file("/feed.xml", "application/rss+xml", feed);
    let story =
        "The price of cheese fell for the third week in a row, and nobody at the market could say why. ".repeat(3);
    let theme = format!(
        "<html><head><title>Mill Blog</title></head><body><div id=header><h1><a href=/>Mill Blog</a></h1></div>\
         <div class=post><h2>Cheese prices fall again</h2><p class=date>26 November 2026</p><p>{story}</p>\
         <p>One farmer sold all of hers to a school. {}</p></div></body></html>",
        "She will not say for how much, but she has bought a new cart since. ".repeat(3)
    );
    site.put("/archives/1", theme);
    let wall = "<html><head><meta property=og:type content=article><meta property=og:title content='Mill (@mill)'></head><body>\
                <noscript>To use this application, please enable JavaScript. Alternatively, try one of the native apps.</noscript>";
    site.put("/@mill/2", wall);
    site.put("/3", wall);
    let reader = Reader::new();
    reader.ask(&["add", &format!("{base}/feed.xml")]).await;
    reader.ask(&["refresh"]).await;

    let cheese = reader.show_headline("Cheese prices fall again").await;
    assert_eq!(cheese["card"]["publishedAt"], "2026-11-26T21:45:00Z");
    assert_eq!((&cheese["card"]["textState"], &cheese["textNote"]), (&"full".into(), &serde_json::Value::Null));
    assert!(cheese["html"].as_str().unwrap().contains("bought a new cart"), "{cheese}");
    let standfirst = cheese["card"]["standfirst"].as_str().unwrap_or_default();
    assert!(!standfirst.contains("appeared first") && !standfirst.contains('['), "{standfirst}");

    // A post without a title is whole as it comes, and its page need not be asked.
    let post = reader.show_headline("Low tide at seven.").await;
    assert_eq!(post["card"]["textState"], "full", "{post}");
    assert!(!site.asked().contains(&"/@mill/2".to_owned()));

    let tides = reader.show_headline("Tides").await;
    let html = tides["html"].as_str().unwrap();
    assert!(html.contains("<p>Low at one.</p>") && html.contains("7:00 the pier<br>8:10 the weir"), "{html}");
    let note = tides["textNote"].as_str().unwrap_or_default();
    assert!(note.contains("a browser that runs its programs"), "{note}");
    let verified = reader.run(&["verify"]).await;
    assert!(verified.succeeded, "{} {}", verified.stdout, verified.stderr);
}
