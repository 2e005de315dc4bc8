//! What goes by the reader's rules is shown before, stays away, and is never what the reader keeps; backups make themselves.

use crate::harness::{Reader, array, newspaper};
use crate::shelf;

#[tokio::test(flavor = "multi_thread")]
async fn rules_show_what_would_go_and_let_go_just_that() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    reader.ask(&["refresh"]).await;
    let articles = reader.articles().await;
    let starred = articles[0]["id"].to_string();
    reader.ask(&["star", &starred]).await;
    let marked = reader.ask(&["mark-read", "--all"]).await;
    assert_eq!(marked["articles"], articles.len(), "{marked}");
    assert!(reader.articles().await.iter().all(|card| card["read"] == true));
    assert_eq!(reader.ask(&["mark-read", "--undo", &marked["at"].to_string()]).await["articles"], articles.len());
    let nothing = reader.ask(&["keep"]).await;
    assert_eq!((&nothing["goes"]["articles"], &nothing["rules"][0]["keepDays"]), (&0.into(), &serde_json::Value::Null));

    // As if everything had come in forty days ago.
    shelf::age(&shelf::sound(reader.library()), 40);
    let others = articles.len() - 1;
    let shown = reader.ask(&["keep", "--days", "30"]).await;
    assert_eq!(shown["goes"]["articles"], others, "{shown}");
    assert_eq!(reader.ask(&["expire", "--dry-run"]).await["articles"], others);
    assert_eq!(reader.articles().await.len(), articles.len(), "to look is not to do");

    assert_eq!(reader.ask(&["expire"]).await["articles"], others);
    let left = reader.articles().await;
    assert_eq!(left.iter().map(|card| card["id"].to_string()).collect::<Vec<_>>(), [starred]);
    assert_eq!(left[0]["offline"]["ready"], true);
    let connection = shelf::sound(reader.library());
    shelf::age(&connection, -40);
    reader.ask(&["verify"]).await;
    assert_eq!(shelf::files(reader.library()).len(), shelf::named_files(reader.library(), &connection));

    reader.ask(&["refresh"]).await;
    assert_eq!(reader.articles().await.len(), 1, "the feed does not bring back what went");
    newspaper.publish(1);
    for refusal in [&["keep", "--days", "soon"][..], &["keep", "--pictures", "much"], &["keep", "--days", "0"]] {
        assert_eq!(reader.refused(refusal).await.code, "invalid_input", "{refusal:?}");
    }
    assert_eq!(reader.refused(&["keep", "--source", "4711"]).await.code, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planned_backup_is_made_when_it_is_due_and_says_what_failed() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    assert_eq!(reader.ask(&["backup", "--due"]).await["due"], false, "nothing was planned");
    let folder = reader.home().join("backups");
    let name = folder.to_str().unwrap();
    reader.ask(&["set", "backups", name, "--every", "24", "--keep", "2"]).await;
    let made = reader.ask(&["backup", "--due"]).await;
    assert_eq!(made["path"], name);
    assert!(folder.join("library.db").is_file());
    assert_eq!(reader.ask(&["backup", "--due"]).await["due"], false, "it was just made");
    let restored = Reader::of(&reader.home().join("restored"));
    restored.ask(&["restore", name]).await;
    assert_eq!(array(&restored.ask(&["sources"]).await).len(), 1);

    // The disk is away: the try fails in words, and is not repeated at once.
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "not a folder").unwrap();
    shelf::sound(reader.library())
        .execute(
            "UPDATE setting SET value = '2026-01-01T00:00:00Z' WHERE name IN ('backup_last_at', 'backup_tried_at')",
            [],
        )
        .unwrap();
    let refusal = reader.refused(&["backup", "--due"]).await;
    assert!(!refusal.message.is_empty());
    let problem: String = shelf::sound(reader.library())
        .query_row("SELECT value FROM setting WHERE name = 'backup_problem'", [], |row| row.get(0))
        .unwrap();
    assert!(problem.contains("backups"), "{problem}");
    assert_eq!(reader.ask(&["backup", "--due"]).await["due"], false);
    let inside = reader.library().join("inside");
    reader.refused(&["set", "backups", inside.to_str().unwrap()]).await;
}
