//! A library is checked, mended, copied while it is in use, and brought back.

use crate::harness::{Reader, array, newspaper};
use crate::shelf;

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_during_a_refresh_comes_back_whole_and_moves_only_what_is_new() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("courier", "/").unwrap()]).await;
    reader.ask(&["refresh"]).await;
    newspaper.publish(4);
    let target = reader.home().join("backup");
    let target = target.to_str().unwrap();
    let mut refresh = reader.start(&["refresh"]);
    let first = reader.ask(&["backup", target]).await;
    assert!(first["files"].as_u64().unwrap() > 0);
    refresh.wait().await.unwrap();
    let second = reader.ask(&["backup", target]).await;
    assert!(second["already_there"].as_u64().unwrap() >= first["files"].as_u64().unwrap());
    let third = reader.ask(&["backup", target, "--keep", "2"]).await;
    assert_eq!(third["files"], 0, "nothing is new, so nothing moves");

    let other = reader.home().join("restored");
    let restored = Reader::of(&other);
    restored.ask(&["restore", target]).await;
    let verified = restored.ask(&["verify"]).await;
    assert_eq!(verified["ok"], true, "{verified}");
    assert_eq!(restored.articles().await, reader.articles().await);
    let refused = restored.refused(&["restore", target]).await;
    assert_eq!(refused.code, "invalid_input");
    let inside = reader.library().join("media").join("copy");
    assert_eq!(reader.refused(&["backup", inside.to_str().unwrap()]).await.code, "invalid_input");
    assert_eq!(restored.refused(&["restore", "/nowhere/at/all"]).await.code, "invalid_input");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_whose_file_is_damaged_is_salvaged_into_another_folder() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("courier", "/").unwrap()]).await;
    reader.ask(&["refresh"]).await;
    let articles = reader.articles().await;
    let kept = articles[0]["id"].to_string();
    reader.ask(&["star", &kept]).await;
    let before = reader.ask(&["show", &kept]).await;
    let file = reader.library().join("library.db");
    let mut bytes = std::fs::read(&file).unwrap();
    // The page that lists the tables.
    bytes[..16 << 10].fill(0);
    std::fs::write(&file, &bytes).unwrap();
    let refused = reader.refused(&["list"]).await;
    assert!(refused.hint.contains("salvage"), "{refused:?}");

    let other = reader.home().join("salvaged");
    let salvaged = Reader::of(&other);
    let damaged = reader.library();
    let damaged = damaged.to_str().unwrap();
    let done = salvaged.ask(&["salvage", damaged]).await;
    assert_eq!(done["articles"].as_u64().unwrap() as usize, articles.len(), "{done}");
    assert_eq!(salvaged.ask(&["verify"]).await["ok"], true);
    let after = salvaged.ask(&["show", &kept]).await;
    assert_eq!((&after["html"], &after["card"]["starred"]), (&before["html"], &before["card"]["starred"]));
    assert_eq!(std::fs::read(&file).unwrap(), bytes, "the damaged library is only read");
    assert_eq!(salvaged.refused(&["salvage", damaged]).await.code, "invalid_input");
    assert_eq!(salvaged.refused(&["salvage", "/nowhere/at/all"]).await.code, "invalid_input");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_compacted_library_holds_what_it_held() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("courier", "/").unwrap()]).await;
    reader.ask(&["refresh"]).await;
    let id = reader.articles().await[0]["id"].to_string();
    // What is shown counts as read.
    reader.ask(&["show", &id]).await;
    let articles = reader.articles().await;
    let before = reader.ask(&["show", &id]).await;
    for moment in [0, 20, 60, 120] {
        let mut compacting = reader.start(&["compact"]);
        tokio::time::sleep(std::time::Duration::from_millis(moment)).await;
        compacting.start_kill().unwrap();
        compacting.wait().await.unwrap();
        let verified = reader.ask(&["verify"]).await;
        assert_eq!(verified["ok"], true, "killed after {moment} ms: {verified}");
    }
    let compacted = reader.ask(&["compact"]).await;
    assert!(compacted["after"].as_u64().unwrap() > 0, "{compacted}");
    assert!(reader.articles().await == articles, "the list has changed");
    assert!(reader.ask(&["show", &id]).await == before, "the article has changed");
    assert_eq!(reader.ask(&["verify"]).await["ok"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn kept_pages_are_read_again_and_nothing_gets_worse() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    let truth = newspaper.truth();
    let url = truth[0].url.clone();
    let saved = reader.ask(&["save", &url]).await;
    let id = saved["id"].to_string();
    let before = reader.ask(&["show", &id]).await;
    newspaper.go_offline(None).await.unwrap();
    let reread = reader.ask(&["reextract"]).await;
    assert_eq!(
        (&reread["read"], &reread["changed"], &reread["unchanged"]),
        (&1.into(), &0.into(), &1.into()),
        "{reread}"
    );
    // The text that is shown is worse than what the page gives: the page is read again without any network.
    let library = rusqlite::Connection::open(reader.library().join("library.db")).unwrap();
    library.execute("UPDATE version SET fingerprint = 'of an earlier reading'", []).unwrap();
    drop(library);
    let reread = reader.ask(&["reextract", &id]).await;
    assert_eq!(reread["changed"], 1, "{reread}");
    let after = reader.ask(&["show", &id]).await;
    assert_eq!(after["html"], before["html"]);
    assert_eq!(reader.ask(&["verify"]).await["ok"], true);
    assert_eq!(reader.ask(&["reextract", "999999"]).await["read"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_rotted_is_named_and_fetched_again() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("courier", "/").unwrap()]).await;
    reader.ask(&["refresh"]).await;
    assert_eq!(reader.ask(&["verify"]).await["ok"], true);
    let files = shelf::files(reader.library());
    let [(lost, _), (rotten, _)] = files.iter().take(2).collect::<Vec<_>>()[..] else {
        panic!("two pictures at least")
    };
    let path = |name: &str| reader.library().join("media").join(name.get(..2).unwrap()).join(name);
    std::fs::remove_file(path(lost)).unwrap();
    let mut bytes = std::fs::read(path(rotten)).unwrap();
    bytes[20] ^= 4;
    std::fs::write(path(rotten), bytes).unwrap();

    let done = reader.run(&["verify", "--json"]).await;
    assert!(!done.succeeded, "a fault is a failure");
    let found: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    let words: Vec<String> =
        array(&found["faults"]).iter().map(|fault| fault["what"].as_str().unwrap().to_owned()).collect();
    assert!(words.iter().any(|what| what.contains(lost.as_str()) && what.contains("missing")), "{words:?}");
    assert!(
        words.iter().any(|what| what.contains(rotten.as_str()) && what.contains("not what was stored")),
        "{words:?}"
    );

    let mended = reader.ask(&["verify", "--repair"]).await;
    assert_eq!(mended["after"]["ok"], true, "{mended}");
    assert!(path(lost).is_file() && path(rotten).is_file(), "both are here again");
    assert!(path(rotten).with_extension("damaged").is_file(), "nothing is thrown away");
    assert!(reader.run(&["verify"]).await.succeeded);
}
