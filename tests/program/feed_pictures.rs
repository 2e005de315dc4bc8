//! The pictures of what feeds give: of strips that are nothing else, and of texts whose pages cannot be had.

use crate::harness::{Reader, array};
use crate::shelf;
use crate::small_site::SmallSite;
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::Value;

fn picture(shade: u8) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    let paint = |x: u32, y: u32| Rgb([shade, (x / 30 * 20 % 256) as u8, (y / 40 * 40 % 256) as u8]);
    RgbImage::from_fn(640, 400, paint).write_to(&mut file, ImageFormat::Jpeg).unwrap();
    file.into_inner()
}

fn item(title: &str, link: Option<String>, text: &str) -> String {
    let link = link.map(|link| format!("<link>{link}</link>")).unwrap_or_default();
    format!(
        "<item><title>{title}</title>{link}<guid isPermaLink='false'>{title}</guid><description><![CDATA[{text}]]></description></item>"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_a_feeds_own_texts_are_kept() {
    let site = SmallSite::start().await;
    let base = &site.base;
    let paragraph =
        "<p>The old bridge is closed until the end of the month while its railings are repaired.</p>".repeat(4);
    let text = format!(
        "{paragraph}<figure><img src='/quay.jpg' width=640 height=400><figcaption>The quay. (Ann Lee/Courier)</figcaption></figure>\
         {paragraph}<p><img srcset='/small.jpg 200w, /large.jpg 1200w' src='/small.jpg' alt='The mast'></p>\
         <img src='/pixel.gif' width=1 height=1><img src='/dot.gif' style='display:none'>
         <img src='https://pixel.wp.com/b.gif?v=1'>"
    );
    let words = "It is a long way to the lake, and the fish know it.";
    let items = [
        item("Heron", Some(format!("{base}/heron")), &format!("<img src='/heron.jpg' title='{words}' alt='A heron'>")),
        item("Otter", None, "<p><img src='/otter.jpg' alt='Two otters'></p>"),
        item("Crane", Some(format!("{base}/gone")), "<img src='/crane.jpg' alt='A crane'>"),
        item("Bridge", Some(format!("{base}/gone-too")), &text),
        // Of a feed that names a picture with its words, whose page cannot be had.
        item(
            "Mast",
            Some(format!("{base}/gone-as-well")),
            &format!("{}<img src='/mast.jpg' alt='A mast'>", paragraph.repeat(5)),
        )
        .replace(
            "</item>",
            &format!(
                "<media:content url='{base}/mast.jpg' medium='image'><media:credit>Ann Lee/Courier</media:credit>\
                 <media:description>The mast at dusk.</media:description></media:content></item>"
            ),
        ),
    ];
    let feed = format!(
        "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><title>Strips</title><link>{base}/</link>{}</channel></rss>",
        items.concat()
    );
    site.put_file("/feed.xml", "application/rss+xml", feed);
    let strip = format!(
        "<html><head><title>Heron</title><meta property=og:image content={base}/heron.jpg></head><body><ul><li><a href=/all>All</a></ul>\
         <div id=comic><img src=/heron.jpg title='{words}' alt='A heron'></div></body></html>"
    );
    site.put("/heron", strip);
    for (shade, name) in ["heron", "otter", "crane", "quay", "large", "small", "mast"].iter().enumerate() {
        site.put(&format!("/{name}.jpg"), picture(shade as u8 * 35));
    }
    let reader = Reader::new();
    reader.ask(&["add", &format!("{base}/feed.xml")]).await;
    reader.ask(&["refresh"]).await;

    let articles = reader.articles().await;
    let titles: Vec<&str> = articles.iter().map(|card| card["headline"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Heron", "Otter", "Crane", "Bridge", "Mast"], "as the feed has them");
    let shown = |at: usize| {
        let id = articles[at]["id"].to_string();
        let reader = &reader;
        async move { reader.ask(&["show", &id]).await }
    };
    let lead = |page: &Value| {
        let lead = &page["card"]["lead"];
        assert!(lead["src"].as_str().unwrap().contains("asset/"), "{page}");
        lead["caption"].as_str().map(str::to_owned)
    };
    let state = |page: &Value| (page["card"]["textState"].clone(), page["card"]["offline"]["ready"].clone());
    let (heron, otter, crane, bridge) = (shown(0).await, shown(1).await, shown(2).await, shown(3).await);
    assert_eq!((lead(&heron).as_deref(), state(&heron)), (Some(words), ("full".into(), true.into())), "{heron}");
    assert_eq!((lead(&otter), state(&otter)), (None, ("full".into(), true.into())), "{otter}");
    // Its page may have had more.
    assert_eq!((lead(&crane), state(&crane)), (None, ("summary".into(), false.into())), "{crane}");
    let mast = shown(4).await;
    assert_eq!(lead(&mast).as_deref(), Some("The mast at dusk."), "{mast}");
    assert_eq!(mast["card"]["lead"]["credit"], "Ann Lee/Courier", "{mast}");
    assert_eq!(mast["card"]["lead"]["alt"], "A mast", "{mast}");
    assert!(!mast["html"].as_str().unwrap().contains("<img"), "once is enough: {mast}");
    assert_eq!(bridge["card"]["lead"], Value::Null, "{bridge}");
    assert_eq!(bridge["card"]["opening"]["caption"], "The quay.", "lists show it: {bridge}");
    assert_eq!(heron["card"]["opening"], Value::Null, "it has a lead: {heron}");
    let html = bridge["html"].as_str().unwrap();
    assert_eq!(html.matches("<img src=\"library://").count(), 2, "{html}");
    assert!(
        html.contains("The quay.") && html.contains("Ann Lee/Courier") && html.contains("alt=\"The mast\""),
        "{html}"
    );
    assert_eq!(html.matches("The old bridge is closed").count(), 8, "no word is lost: {html}");
    let asked = site.asked();
    assert!(asked.contains(&"/large.jpg".to_owned()), "{asked:?}");
    assert!(!asked.iter().any(|path| path == "/small.jpg" || path == "/pixel.gif" || path == "/dot.gif"), "{asked:?}");
    let missing = array(&bridge["card"]["offline"]["missing"]);
    assert_eq!(missing.len(), 1, "nothing but its page, and no beacon: {missing:?}");
    assert_eq!(reader.ask(&["search", "caption:quay"]).await["hits"].as_array().map(Vec::len), Some(1));
    assert!(reader.run(&["verify"]).await.succeeded);

    // Where headlines are listed first, texts are cleaned behind, to the same.
    let other = Reader::new();
    other.ask(&["add", &format!("{base}/feed.xml")]).await;
    other.ask(&["refresh", "--headlines-only"]).await;
    other.ask(&["refresh"]).await;
    for card in other.articles().await {
        let page = other.ask(&["show", &card["id"].to_string()]).await;
        let at = articles.iter().position(|one| one["headline"] == card["headline"]).unwrap();
        let same = shown(at).await;
        assert_eq!((&page["html"], &page["card"]["lead"]), (&same["html"], &same["card"]["lead"]));
        assert_eq!((state(&page), &page["card"]["offline"]), (state(&same), &same["card"]["offline"]));
    }

    // A library that was filled before they were looked for gets them when its texts are read again.
    let sound = shelf::sound(reader.library());
    sound
        .execute("DELETE FROM figure WHERE version_id = (SELECT version_id FROM article WHERE headline = 'Bridge')", [])
        .unwrap();
    drop(sound);
    assert!(!shown(3).await["html"].as_str().unwrap().contains("<img"));
    reader.ask(&["reextract"]).await;

    // Read again, they stay as they are, once each.
    reader.ask(&["refresh"]).await;
    assert_eq!(shown(3).await["html"], bridge["html"]);
}
