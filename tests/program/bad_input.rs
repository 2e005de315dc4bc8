//! What makes no sense or cannot be had: a code, a message, a hint that says what to do, and an unchanged library.

use crate::harness::{Reader, newspaper};
use newspaper::{Newspaper, seed_like};

/// A library with something in it, so that “unchanged” means something.
async fn stocked(newspaper: &Newspaper) -> Reader {
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("touchline", "/feed.json").unwrap()]).await;
    reader
}

/// Runs commands that must each fail with the code beside them, and leave the library as it was.
async fn expect(reader: &Reader, cases: &[(&[&str], &str)]) {
    let before = reader.contents().await;
    let mut wrong = Vec::new();
    for (arguments, code) in cases {
        let refusal = reader.refused(arguments).await;
        if refusal.code != *code {
            wrong.push(format!("{arguments:?}: {refusal:?}, not {code}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(reader.contents().await, before, "the library was changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_cannot_be_followed_are_refused() {
    let newspaper = newspaper().await;
    let reader = stocked(&newspaper).await;
    let url = |path: &str| newspaper.url("courier", path).unwrap();
    // Bound and never listened at, so that it refuses and nobody else is given it.
    let refusing = tokio::net::TcpSocket::new_v4().unwrap();
    refusing.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let closed = format!("http://{}/feed.xml", refusing.local_addr().unwrap());
    expect(
        &reader,
        &[
            (&["add", "not an address"], "invalid_input"),
            (&["add", "word"], "invalid_input"),
            (&["add", "file:///etc/passwd"], "invalid_input"),
            (&["add", "javascript:alert(1)"], "invalid_input"),
            (&["add", &url("/about")], "not_a_feed"),
            (&["add", &url("/logo.png")], "not_a_feed"),
            (&["add", &url("/login-wall")], "login_needed"),
            (&["add", &url("/no-such-page")], "unreachable"),
            (&["add", &closed], "unreachable"),
            (&["add", "http://no-such-host.invalid/"], "unreachable"),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_cannot_be_saved_are_refused() {
    let newspaper = newspaper().await;
    let reader = stocked(&newspaper).await;
    let url = |path: &str| newspaper.url("courier", path).unwrap();
    expect(
        &reader,
        &[
            (&["save", "not an address"], "invalid_input"),
            (&["save", &url("/feeds/main.xml")], "invalid_input"),
            (&["save", &url("/login-wall")], "login_needed"),
            (&["save", &url("/logo.png")], "not_a_feed"),
            (&["save", &url("/no-such-page")], "unreachable"),
            (&["save", &url(seed_like().path), "--list", "nope"], "invalid_input"),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_no_subscriptions_are_refused() {
    let newspaper = newspaper().await;
    let reader = stocked(&newspaper).await;
    let file = |name: &str, text: &str| {
        let path = reader.home().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let page = file("page.html", "<html><body><p>No list at all</p></body></html>");
    let empty = file("empty.opml", "");
    let bare = file("bare.opml", "<opml version=\"2.0\"><body><outline text=\"Folder\"/></body></opml>");
    let missing = reader.home().join("missing.opml").to_str().unwrap().to_owned();
    let folder = reader.home().to_str().unwrap().to_owned();
    expect(
        &reader,
        &[
            (&["import", &page], "invalid_input"),
            (&["import", &empty], "invalid_input"),
            (&["import", &bare], "invalid_input"),
            (&["import", &missing], "invalid_input"),
            (&["import", &folder], "invalid_input"),
        ],
    )
    .await;
    let told = reader.refused(&["import", &missing]).await.message;
    assert!(told.contains("missing.opml"), "the message does not name the file: {told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn things_that_are_not_there_are_refused() {
    let newspaper = newspaper().await;
    let reader = stocked(&newspaper).await;
    expect(
        &reader,
        &[
            (&["show", "999999"], "not_found"),
            (&["star", "999999"], "not_found"),
            (&["remove", "999999"], "not_found"),
            (&["refresh", "999999"], "not_found"),
            (&["lists", "show", "nope"], "invalid_input"),
            (&["lists", "delete", "nope"], "invalid_input"),
            (&["lists", "delete", "Read later"], "invalid_input"),
            (&["lists", "create", "  "], "invalid_input"),
            (&["lists", "create", "read LATER"], "invalid_input"),
            (&["lists", "add", "Read later", "999999"], "not_found"),
            (&["list", "--section", "gossip"], "invalid_input"),
            (&["mark-read", "--section", "gossip"], "invalid_input"),
        ],
    )
    .await;
    let told = reader.refused(&["list", "--section", "gossip"]).await.hint;
    assert!(told.contains("sport") && told.contains("politics"), "the hint does not name the sections: {told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_nobody_can_own_is_no_private_address() {
    for arguments in [&["add", "x.invalid"][..], &["save", "https://x.invalid/story"]] {
        let refusal = Reader::new().refused_without_leave(arguments).await;
        assert_eq!(refusal.code, "unreachable", "{refusal:?}");
        assert_eq!(refusal.message, "x.invalid is a name that nobody can own.");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_address_needs_the_readers_leave() {
    let newspaper = newspaper().await;
    let reader = stocked(&newspaper).await;
    newspaper.clear_stats();
    for command in ["add", "save"] {
        let refusal = reader.refused_without_leave(&[command, &newspaper.url("courier", "/").unwrap()]).await;
        assert_eq!(refusal.code, "private_address", "{refusal:?}");
        assert!(refusal.hint.contains("--allow-private"), "{refusal:?}");
    }
    assert_eq!(newspaper.stats().requests, 0, "a private address was asked without leave");
    let wrong = reader.refused_without_leave(&["list", "--allow-private", "10.0.0.0/99"]).await;
    assert_eq!(wrong.code, "invalid_input");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_nothing_is_lost_and_everything_stored_can_be_read() {
    let newspaper = newspaper().await;
    let reader = stocked(&newspaper).await;
    newspaper.go_offline(None).await.unwrap();
    expect(
        &reader,
        &[
            (&["add", &newspaper.url("courier", "/").unwrap()], "unreachable"),
            (&["save", &newspaper.url("courier", seed_like().path).unwrap()], "unreachable"),
        ],
    )
    .await;
    let done = reader.run(&["refresh"]).await;
    assert!(!done.succeeded, "a refresh of which every source failed is no success");
    assert!(reader.ask(&["sources"]).await[0]["error"].as_str().unwrap().contains("refused the connection"));
    assert!(!reader.articles().await.is_empty());
    newspaper.go_online(None).await.unwrap();
    assert_eq!(reader.ask(&["refresh"]).await["failed"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_searches_are_answered() {
    let newspaper = newspaper().await;
    let reader = stocked(&newspaper).await;
    for query in ["\"", "*", "(", "a OR", "-", "NEAR(", "col:word", "'; DROP TABLE article; --", "日本", "😀", "AND"]
    {
        let results = reader.ask(&["search", "--", query]).await;
        assert_eq!(results["query"], query);
    }
    assert!(!reader.articles().await.is_empty());
}
