//! Sounds and films that a feed attaches: nothing is fetched unasked, what broke off goes on, and what is here stays.

use crate::harness::{Reader, array};
use crate::shelf;
use crate::small_site::SmallSite;

fn podcast(base: &str, songs: &[&str]) -> String {
    let items: Vec<String> = songs
        .iter()
        .map(|song| {
            format!(
                "<item><title>About {song}</title><guid>{song}</guid><description>What is said about it.</description>
                 <itunes:duration>2:05</itunes:duration>
                 <enclosure url=\"{base}/{song}.mp3?from=feed\" length=\"300000\" type=\"audio/mpeg\"/></item>"
            )
        })
        .collect();
    format!(
        "<rss version=\"2.0\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"><channel><title>Talk</title>
         <link>{base}/</link><description>x</description>{}</channel></rss>",
        items.join("")
    )
}

fn song() -> Vec<u8> {
    (0..1_300_000_u32).map(|at| (at % 253) as u8).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_comes_when_the_reader_asks_goes_on_where_it_broke_off_and_stays() {
    let site = SmallSite::start().await;
    let reader = Reader::new();
    let feed = format!("{}/feed.xml", site.base);
    site.put_file("/feed.xml", "application/rss+xml", podcast(&site.base, &["ships", "tides"]));
    site.put_file("/ships.mp3?from=feed", "audio/mpeg", song());
    site.put_file("/tides.mp3?from=feed", "text/html", "<html>Sign in to listen</html>");
    reader.ask(&["add", &feed]).await;
    reader.ask(&["refresh"]).await;
    assert!(!site.asked().iter().any(|path| path.contains(".mp3")), "nothing is fetched unasked");
    let articles = reader.articles().await;
    let id = |headline: &str| articles.iter().find(|card| card["headline"] == headline).unwrap()["id"].to_string();
    let (ships, tides) = (id("About ships"), id("About tides"));
    let shown = reader.ask(&["show", &ships]).await;
    let attached = &shown["enclosures"][0];
    assert_eq!(
        (&attached["kind"], &attached["seconds"], &attached["state"]),
        (&"audio".into(), &125.into(), &"there".into()),
        "{shown}"
    );

    site.cut_next(&[500_000]);
    let fetched = reader.ask(&["download", &ships]).await;
    assert_eq!((&fetched[0]["state"], &fetched[0]["bytes"]), (&"here".into(), &1_300_000.into()), "{fetched}");
    assert_eq!(site.asked(), ["/ships.mp3?from=feed", "/ships.mp3?from=feed from 500000"]);
    let connection = shelf::sound(reader.library());
    let asset: String = connection
        .query_row("SELECT asset_id FROM enclosure WHERE asset_id IS NOT NULL", [], |row| row.get(0))
        .unwrap();
    let kept = reader.library().join("media").join(asset.get(..2).unwrap()).join(&asset);
    assert_eq!(std::fs::read(&kept).unwrap(), song());

    let refusal = reader.refused(&["download", &tides]).await;
    assert!(refusal.message.contains("answered with a page"), "{}", refusal.message);
    let refusal = reader.refused(&["download", "4711"]).await;
    assert_eq!(refusal.code, "not_found");
    let listed = reader.ask(&["downloads"]).await;
    assert_eq!(array(&listed).len(), 2, "{listed}");
    let downloads = array(&listed);
    let failed = downloads.iter().find_map(|one| one["problem"].as_str());
    assert!(failed.unwrap().contains("a page"), "{listed}");

    // It is here without any network, and no rule lets it go.
    site.take_away("/ships.mp3?from=feed");
    let copy = reader.home().join("ships.mp3");
    reader.ask(&["download", &ships, "--to", copy.to_str().unwrap()]).await;
    assert_eq!(std::fs::read(&copy).unwrap(), song());
    assert_eq!(reader.refused(&["download", &ships, "--to", copy.to_str().unwrap()]).await.code, "invalid_input");
    shelf::age(&connection, 40);
    reader.ask(&["keep", "--days", "30"]).await;
    assert_eq!(reader.ask(&["expire"]).await["articles"], 1);
    assert_eq!(reader.articles().await.len(), 1);
    shelf::age(&connection, -40);
    reader.ask(&["verify"]).await;
    let gone = reader.ask(&["download", &ships, "--remove"]).await;
    assert_eq!(gone[0]["state"], "there");
    assert!(!kept.exists());
    reader.ask(&["verify"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_download_goes_on_in_another_run() {
    let site = SmallSite::start().await;
    let reader = Reader::new();
    site.put_file("/feed.xml", "application/rss+xml", podcast(&site.base, &["ships"]));
    reader.ask(&["add", &format!("{}/feed.xml", site.base)]).await;
    reader.ask(&["refresh"]).await;
    let ships = reader.articles().await[0]["id"].to_string();
    site.put_file("/ships.mp3?from=feed", "audio/mpeg", song());
    site.cut_next(&[70_000, 0, 0, 0]);
    let refusal = reader.refused(&["download", &ships]).await;
    assert!(refusal.message.contains("broke off"), "{}", refusal.message);
    let listed = reader.ask(&["downloads"]).await;
    assert_eq!((&listed[0]["state"], &listed[0]["hereBytes"]), (&"begun".into(), &70_000.into()), "{listed}");
    site.asked();
    reader.ask(&["download", &ships]).await;
    assert_eq!(site.asked(), ["/ships.mp3?from=feed from 70000"]);
    reader.ask(&["verify"]).await;
}
