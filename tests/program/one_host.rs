//! Many who publish at one host: each has a name of its own, and its articles bear it.

use crate::harness::Reader;
use crate::small_site::SmallSite;

fn channel(base: &str, name: &str) -> String {
    let item = |number: u32| {
        format!(
            "<item><title>{name} speaks {number}</title><link>{base}/watch?v={name}{number}</link><guid>{name}{number}</guid>\
             <description>What {name} has to say of the ferry.</description></item>"
        )
    };
    format!(
        "<rss version='2.0'><channel><title>{name} at sea</title><link>{base}/@{name}</link>{}{}</channel></rss>",
        item(1),
        item(2)
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn channels_at_one_host_keep_their_names() {
    let site = SmallSite::start().await;
    let base = &site.base;
    for name in ["ann", "ben", "cleo"] {
        site.put_file(&format!("/feeds/{name}"), "application/rss+xml", channel(base, name));
    }
    // The paper of the host itself.
    site.put_file("/feeds/paper", "application/rss+xml", channel(base, "dora").replace("/@dora", "/"));
    let reader = Reader::new();
    for name in ["ann", "ben", "paper"] {
        reader.ask(&["add", &format!("{base}/feeds/{name}")]).await;
    }
    let list = reader.home().join("cleo.opml");
    std::fs::write(
        &list,
        format!("<opml version='2.0'><body><outline type='rss' text='Cleo' xmlUrl='{base}/feeds/cleo'/></body></opml>"),
    )
    .unwrap();
    reader.ask(&["import", list.to_str().unwrap()]).await;
    reader.ask(&["refresh"]).await;

    let articles = reader.articles().await;
    for (headline, publication) in [
        ("ann speaks 1", "ann at sea"),
        ("ben speaks 2", "ben at sea"),
        ("dora speaks 1", "dora at sea"),
        ("cleo speaks 2", "Cleo"),
    ] {
        let article = articles.iter().find(|article| article["headline"] == headline).unwrap();
        assert_eq!(article["publication"]["name"], publication, "{article}");
    }
    let verified = reader.run(&["verify"]).await;
    assert!(verified.succeeded, "{} {}", verified.stdout, verified.stderr);
}
