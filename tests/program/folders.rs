//! Sources in folders: brought along from another reader, moved, renamed, taken along to the next.

use serde_json::Value;

use crate::harness::{Reader, array, newspaper};

/// A list of subscriptions as another reader writes it.
const FOREIGN: &str = r#"<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
    <outline text="News" title="News">
        <outline type="rss" text="One" xmlUrl="https://one.example/feed"/>
        <outline text="TV/Film &amp; &lt;more&gt;"><outline type="rss" text="Two" xmlUrl="https://two.example/feed"/></outline>
    </outline>
    <outline type="rss" text="Three" xmlUrl="https://three.example/feed"/>
</body></opml>"#;

async fn import(reader: &Reader, document: &str) -> Value {
    let file = reader.library().with_extension("opml");
    std::fs::write(&file, document).unwrap();
    reader.ask(&["import", file.to_str().unwrap()]).await
}

/// Every source by its address, with its folder.
async fn placed(reader: &Reader) -> Vec<(String, Value)> {
    let sources = array(&reader.ask(&["sources"]).await);
    let mut placed: Vec<_> =
        sources.iter().map(|source| (source["url"].as_str().unwrap().to_owned(), source["folder"].clone())).collect();
    placed.sort_by(|one, other| one.0.cmp(&other.0));
    placed
}

async fn number(reader: &Reader, url: &str) -> String {
    let sources = array(&reader.ask(&["sources"]).await);
    sources.iter().find(|source| source["url"] == url).unwrap()["id"].to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_go_from_reader_to_reader_and_are_the_same_there() {
    let reader = Reader::new();
    let report = import(&reader, FOREIGN).await;
    assert_eq!((&report["added"], &report["putIntoFolders"]), (&3.into(), &0.into()));
    let expected = [
        ("https://one.example/feed".to_owned(), Value::from("News")),
        ("https://three.example/feed".to_owned(), Value::Null),
        ("https://two.example/feed".to_owned(), Value::from("News/TV\\/Film & <more>")),
    ];
    assert_eq!(placed(&reader).await, expected);
    let document = reader.run(&["export"]).await.stdout;
    let again = import(&reader, &document).await;
    assert_eq!((&again["added"], &again["alreadyThere"], &again["putIntoFolders"]), (&0.into(), &3.into(), &0.into()));
    let other = Reader::new();
    import(&other, &document).await;
    assert_eq!(placed(&other).await, expected);
    assert_eq!(other.run(&["export"]).await.stdout, document);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_moves_nothing_that_the_reader_has_placed() {
    let reader = Reader::new();
    import(&reader, FOREIGN).await;
    let (one, two) =
        (number(&reader, "https://one.example/feed").await, number(&reader, "https://two.example/feed").await);
    reader.ask(&["folders", "add", "Mornings", &one]).await;
    reader.ask(&["folders", "remove", &two]).await;
    let report = import(&reader, FOREIGN).await;
    assert_eq!((&report["alreadyThere"], &report["putIntoFolders"]), (&3.into(), &1.into()));
    let expected = [Value::from("Mornings"), Value::Null, Value::from("News/TV\\/Film & <more>")];
    assert_eq!(placed(&reader).await.into_iter().map(|(_, folder)| folder).collect::<Vec<_>>(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_made_listed_read_renamed_and_deleted() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    for (site, feed) in [("orrery", "/atom.xml"), ("courier", "/feeds/politics.xml")] {
        reader.ask(&["add", &newspaper.url(site, feed).unwrap()]).await;
    }
    reader.ask(&["refresh", "--feeds-only"]).await;
    let stars = number(&reader, &newspaper.url("orrery", "/atom.xml").unwrap()).await;
    let politics = number(&reader, &newspaper.url("courier", "/feeds/politics.xml").unwrap()).await;
    assert!(array(&reader.ask(&["folders"]).await).is_empty());
    let moved = reader.ask(&["folders", "add", "Science/Sky", &stars]).await;
    assert_eq!(array(&moved)[0]["folder"], "Science/Sky");
    reader.ask(&["folders", "add", "science", &politics]).await;
    let folders = array(&reader.ask(&["folders"]).await);
    let seen: Vec<_> = folders.iter().map(|folder| (folder["folder"].as_str().unwrap(), &folder["sources"])).collect();
    assert_eq!(
        seen,
        [("Science", &2.into()), ("Science/Sky", &1.into())],
        "a folder is known however it is capitalised"
    );

    let titles = async |arguments: &[&str]| {
        let page = reader.ask(arguments).await;
        array(&page["articles"]).iter().map(|card| card["id"].to_string()).collect::<Vec<_>>()
    };
    let all = titles(&["list", "--limit", "1000"]).await;
    assert_eq!(titles(&["list", "--folder", "Science", "--limit", "1000"]).await, all);
    let sky = titles(&["list", "--folder", "sky", "--limit", "1000"]).await;
    assert!(!sky.is_empty() && sky.len() < all.len());
    let page = reader.ask(&["list", "--folder", "Science/Sky", "--limit", "1"]).await;
    assert_eq!((&page["title"], &page["total"]), (&"Sky".into(), &sky.len().into()));
    reader.ask(&["show", &sky[0]]).await;
    assert_eq!(titles(&["list", "--folder", "Sky", "--unread", "--limit", "1000"]).await, sky[1..]);
    let marked = reader.ask(&["mark-read", "--folder", "Sky"]).await;
    assert_eq!(marked["articles"], sky.len() - 1);
    assert_eq!(titles(&["list", "--unread", "--limit", "1000"]).await.len(), all.len() - sky.len());

    reader.ask(&["folders", "rename", "Science", "Learning"]).await;
    assert_eq!(titles(&["list", "--folder", "Learning/Sky", "--limit", "1000"]).await, sky);
    assert!(reader.run(&["sources"]).await.stdout.contains("Learning/Sky"));
    let into_itself = reader.refused(&["folders", "move", "learning", "Learning/Sky/Deeper"]).await;
    assert!(into_itself.message.contains("“Learning/Sky/Deeper”, which lies within it"), "{into_itself:?}");
    assert!(reader.refused(&["folders", "move", "Learning", "learning"]).await.message.contains("into itself"));
    let moved = reader.ask(&["folders", "move", "Sky", "Papers/Morning"]).await;
    assert_eq!((&moved["folder"], &moved["unread"]), (&"Papers/Morning/Sky".into(), &0.into()));
    assert_eq!(reader.ask(&["folders", "move", "sky"]).await["folder"], "Sky", "to the top");
    assert_eq!(titles(&["list", "--folder", "Sky", "--limit", "1000"]).await, sky);
    reader.ask(&["folders", "add", "Papers/Sky", &politics]).await;
    let taken = reader.refused(&["folders", "move", "Papers/Sky"]).await;
    assert!(taken.message.contains("already a folder “Sky”"), "{taken:?}");
    reader.ask(&["folders", "add", "Learning", &politics]).await;
    reader.ask(&["folders", "move", "Sky", "LEARNING"]).await;
    reader.ask(&["folders", "delete", "learning"]).await;
    let folders: Vec<Value> = placed(&reader).await.into_iter().map(|(_, folder)| folder).collect();
    assert!(folders.contains(&"Sky".into()) && folders.contains(&Value::Null), "{folders:?}");
    assert_eq!(titles(&["list", "--limit", "1000"]).await, all, "no article goes with a folder");
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_go_from_reader_to_reader_in_their_order_and_what_is_cut_of_a_name_is_said() {
    let long = "long ".repeat(60);
    let of = |name: &str, at: u32| {
        format!(
            "<outline text=\"{name}\"><outline type=\"rss\" text=\"{at}\" xmlUrl=\"https://{at}.example/feed\"/></outline>"
        )
    };
    let document = ["Zebras", "Apes", &long, "Bees"].into_iter().zip(1..).map(|(name, at)| of(name, at));
    let document = format!("<opml version=\"2.0\"><body>{}</body></opml>", document.collect::<String>());
    let reader = Reader::new();
    let report = import(&reader, &document).await;
    let notes: Vec<bool> = array(&report["rows"]).iter().map(|row| row["folderNote"].is_string()).collect();
    assert_eq!(notes, [false, false, true, false], "{report}");
    let names = |folders: Value| array(&folders).iter().map(|folder| folder["name"].clone()).collect::<Vec<_>>();
    let first = names(reader.ask(&["folders"]).await);
    assert_eq!((&first[0], &first[1], &first[3]), (&"Zebras".into(), &"Apes".into(), &"Bees".into()));
    assert!(first[2].as_str().unwrap().ends_with("long…"), "{first:?}");

    reader.ask(&["folders", "order", "bees", "1"]).await;
    let ordered = names(reader.ask(&["folders"]).await);
    assert_eq!(ordered, [&first[3], &first[0], &first[1], &first[2]].map(Clone::clone));
    let document = reader.run(&["export"]).await.stdout;
    let other = Reader::new();
    import(&other, &document).await;
    assert_eq!(names(other.ask(&["folders"]).await), ordered);
    assert_eq!(other.run(&["export"]).await.stdout, document);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_folder_is_refused_in_words() {
    let reader = Reader::new();
    let none = reader.refused(&["list", "--folder", "News"]).await;
    assert!(none.message.contains("no folder “News”"), "{none:?}");
    assert!(none.hint.contains("no folders yet"), "{none:?}");
    import(&reader, FOREIGN).await;
    let one = number(&reader, "https://one.example/feed").await;
    let deep = vec!["x"; 17].join("/");
    let long = "x".repeat(121);
    for (folder, words) in [
        ("", "needs a name"),
        (" / ", "needs a name"),
        ("News/", "needs a name"),
        ("\u{202e}", "needs a name"),
        ("a\u{1b}[2Jb", "cannot be shown"),
        ("a\u{1f}b", "cannot be shown"),
        (deep.as_str(), "at most 15 others"),
        (long.as_str(), "too long"),
    ] {
        let refused = reader.refused(&["folders", "add", folder, &one]).await;
        assert!(refused.message.contains(words), "{folder:?}: {refused:?}");
    }
    for arguments in [
        &["folders", "rename", "Nwes", "News"][..],
        &["folders", "delete", "Nwes"],
        &["mark-read", "--folder", "Nwes"],
        &["list", "--unread", "--folder", "Nwes"],
    ] {
        let refused = reader.refused(arguments).await;
        assert!(refused.message.contains("no folder “Nwes”"), "{refused:?}");
        assert!(refused.hint.contains("News"), "{refused:?}");
    }
    assert!(reader.refused(&["folders", "add", "News", &one, "99"]).await.message.contains("source 99"));
    assert!(reader.refused(&["folders", "rename", "News", " "]).await.message.contains("needs a name"));
    reader.ask(&["folders", "add", "Arts", &one]).await;
    let taken = reader.refused(&["folders", "rename", "News", "ARTS"]).await;
    assert!(taken.message.contains("already a folder “Arts”"), "{taken:?}");
}
