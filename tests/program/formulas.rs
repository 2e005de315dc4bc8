//! Formulas: a sentence keeps them, on a page as in a feed, and they are found again.

use crate::harness::Reader;
use crate::small_site::SmallSite;

#[tokio::test(flavor = "multi_thread")]
async fn a_formula_stays_in_its_sentence_and_is_found() {
    let site = SmallSite::start().await;
    let base = &site.base;
    let square = "<math><semantics><msup><mi>v</mi><mn>2</mn></msup>\
                  <annotation encoding='application/x-tex'>v^{2}</annotation></semantics></math>";
    // As it is drawn for old browsers besides.
    let drawn = format!(
        "<span class=katex><span class=katex-mathml>{square}</span><span class=katex-html aria-hidden=true>v2</span></span>"
    );
    let words = "The drag of a ferry grows with the square of its speed, which is why the night boat takes its time. ";
    let text = format!(
        "<p>{words}{words}</p><p>Its power is {drawn} for every captain. {words}</p>\
         <div><math display=block><mi>P</mi><mo>=</mo><mfrac><mi>a</mi><mi>b</mi></mfrac></math></div><p>{words}Nothing more is known.</p>"
    );
    let feed = format!(
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Ferry Letters</title>\
         <link>{base}/</link><item><title>The drag</title><link>{base}/drag</link><guid>1</guid><description>Of ferries.</description>\
         </item><item><title>The letter</title><guid>2</guid><content:encoded><![CDATA[{text}]]></content:encoded></item></channel></rss>"
    );
    site.put_file("/feed.xml", "application/rss+xml", feed);
    site.put(
        "/drag",
        format!(
            "<html><head><title>The drag</title></head><body><article><h1>The drag</h1>{text}</article></body></html>"
        ),
    );
    let reader = Reader::new();
    reader.ask(&["add", &format!("{base}/feed.xml")]).await;
    reader.ask(&["refresh"]).await;

    for headline in ["The drag", "The letter"] {
        let article = reader.show_headline(headline).await;
        let html = article["html"].as_str().unwrap();
        assert!(html.replace("</span>", "").contains(">v^{2} for every captain"), "{headline}: {html}");
        assert!(html.contains(">P = a/b</span>"), "{headline}: {html}");
        assert!(!html.contains("<math") && !html.contains("v2"), "{headline}: {html}");
        assert_eq!(html.matches("data-formula=").count(), 2, "{headline}: {html}");
    }
    let found = reader.ask(&["search", "\"power is v 2 for every captain\""]).await;
    assert_eq!(found["total"], 2, "{found}");
    let verified = reader.run(&["verify"]).await;
    assert!(verified.succeeded, "{} {}", verified.stdout, verified.stderr);
}
