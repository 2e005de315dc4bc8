//! Libraries that cannot be written, are used twice, or are none.

use crate::harness::{Done, Reader, array, finish, newspaper, refusal};
use crate::shelf;
use newspaper::{Failure, Newspaper, Target};
use rusqlite::Connection;
use serde_json::Value;
use std::path::Path;
use std::time::Duration;

async fn stocked(newspaper: &Newspaper, library: &Path) -> Reader {
    let reader = Reader::of(library);
    reader.ask(&["add", &newspaper.url("touchline", "/feed.json").unwrap()]).await;
    reader.ask(&["refresh"]).await;
    reader
}

/// A file system of its own, in memory; `None` where the test may not mount one.
struct Disk {
    folder: tempfile::TempDir,
}

impl Disk {
    fn of(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let options = format!("size={megabytes}m");
        if !mount(&["-t", "tmpfs", "-o", &options, "broadsheet-test", folder.path().to_str().unwrap()]) {
            println!("skipped: this test may not mount a disk of its own here");
            return None;
        }
        Some(Self { folder })
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn remount(&self, option: &str) {
        assert!(mount(&["-o", &format!("remount,{option}"), self.path().to_str().unwrap()]));
    }

    /// Takes every byte that is left.
    fn fill(&self) {
        use std::io::Write;
        let mut ballast = std::fs::File::create(self.path().join("ballast")).unwrap();
        for size in [1 << 16, 1 << 12, 1] {
            while ballast.write_all(&vec![7; size]).is_ok() {}
        }
    }

    /// Takes every byte but so many.
    fn fill_but(&self, bytes: u64) {
        self.fill();
        let ballast = std::fs::OpenOptions::new().write(true).open(self.path().join("ballast")).unwrap();
        let length = ballast.metadata().unwrap().len();
        ballast.set_len(length.saturating_sub(bytes)).unwrap();
    }

    fn make_room(&self) {
        std::fs::remove_file(self.path().join("ballast")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

fn mount(arguments: &[&str]) -> bool {
    let quiet = std::process::Stdio::null;
    let status = std::process::Command::new("mount").args(arguments).stdout(quiet()).stderr(quiet()).status();
    cfg!(target_os = "linux") && status.is_ok_and(|status| status.success())
}

/// Every command that only reads still answers, and tells what is stored.
async fn reads_on(reader: &Reader, articles: &[Value]) {
    let listed = reader.articles().await;
    let ids = |cards: &[Value]| cards.iter().map(|card| card["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&listed), ids(articles));
    let page = reader.ask(&["show", &articles[0]["id"].to_string()]).await;
    assert!(page["html"].as_str().unwrap().len() > 200);
    let found = reader.ask(&["search", page["card"]["headline"].as_str().unwrap()]).await;
    assert!(found["total"].as_u64().unwrap() >= 1);
    assert_eq!(array(&reader.ask(&["sources"]).await).len(), 1);
    assert!(
        reader.ask(&["status"]).await["readOnly"].is_string(),
        "the status does not say that nothing can be written"
    );
    reader.ask(&["lists"]).await;
}

/// Every command that writes says why it cannot.
async fn writes_nothing(reader: &Reader, newspaper: &Newspaper, article: &str, code: &str) {
    let opml = reader.home().join("one.opml");
    let feed = newspaper.url("orrery", "/atom.xml").unwrap();
    std::fs::write(&opml, format!("<opml><body><outline text=\"a\" xmlUrl=\"{feed}\"/></body></opml>")).unwrap();
    let page = newspaper.truth().into_iter().find(|truth| truth.site == "orrery").unwrap().url;
    let mut wrong = Vec::new();
    for arguments in [
        &["star", article][..],
        &["add", &feed],
        &["import", opml.to_str().unwrap()],
        &["save", &page],
        &["refresh"],
        &["remove", "1"],
        &["lists", "create", "New"],
        &["lists", "add", "Read later", article],
    ] {
        let refusal = reader.refused(arguments).await;
        if refusal.code != code {
            wrong.push(format!("{arguments:?}: {refusal:?}"));
        }
    }
    assert!(wrong.is_empty(), "not {code}:\n{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_loses_nothing_and_all_works_again_when_there_is_room() {
    let Some(disk) = Disk::of(48) else { return };
    let newspaper = newspaper().await;
    let reader = stocked(&newspaper, &disk.path().join("library")).await;
    let articles = reader.articles().await;
    let files = shelf::files(reader.library());
    let first = articles[0]["id"].to_string();
    disk.fill();

    reads_on(&reader, &articles).await;
    writes_nothing(&reader, &newspaper, &first, "disk_full").await;

    disk.make_room();
    assert_eq!(shelf::files(reader.library()), files);
    let connection = shelf::sound(reader.library());
    shelf::named_files(reader.library(), &connection);
    drop(connection);
    reader.ask(&["star", &first]).await;
    reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    assert_eq!(reader.ask(&["refresh"]).await["failed"], 0);
    assert!(reader.articles().await.len() > articles.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_fills_up_during_a_refresh_says_so_and_a_later_refresh_completes() {
    let Some(disk) = Disk::of(3) else { return };
    let newspaper = newspaper().await;
    let reader = Reader::of(&disk.path().join("library"));
    reader.ask(&["add", &newspaper.url("courier", "/feeds/main.xml").unwrap()]).await;
    let done = reader.run(&["refresh"]).await;
    assert!(!done.succeeded, "{}", done.stdout);
    let told = format!("{}{}", done.stdout, done.stderr);
    assert!(told.contains("full"), "nobody says that the disk is full: {told}");
    let before = reader.articles().await;
    assert!(!before.is_empty());
    disk.remount("size=200m");
    assert_eq!(reader.ask(&["refresh"]).await["failed"], 0);
    let connection = shelf::sound(reader.library());
    shelf::named_files(reader.library(), &connection);
    let after = reader.articles().await;
    assert_eq!(after.len(), before.len());
    assert!(after.iter().all(|card| card["textState"] == "full"), "a refresh with room again left texts out");
    let waiting = after.iter().filter(|card| card["offline"]["missing"].to_string().contains("not been fetched yet"));
    assert_eq!(waiting.count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_full_at_any_point_of_anything_loses_nothing() {
    let points = std::env::var("BROADSHEET_POINTS").ok().and_then(|text| text.parse().ok()).unwrap_or(10_u64);
    let Some(disk) = Disk::of(96) else { return };
    let newspaper = newspaper().await;
    let reader = stocked(&newspaper, &disk.path().join("library")).await;
    let truth = newspaper.truth();
    let backup = disk.path().join("backup").to_str().unwrap().to_owned();
    let mut refused = 0;
    for point in 0..points {
        let url = truth[point as usize % truth.len()].url.clone();
        let commands: [&[&str]; 5] =
            [&["refresh"], &["save", &url], &["backup", &backup], &["reextract"], &["search", "harbour"]];
        let command = commands[point as usize % commands.len()];
        newspaper.publish(1);
        let before = reader.articles().await;
        disk.fill_but(point * 977 * 41 % 400_000);
        let done = reader.run(command).await;
        if !done.succeeded {
            refused += 1;
            let told = format!("{}{}", done.stdout, done.stderr);
            assert!(told.contains("full") || told.contains("No space"), "{command:?} at point {point}: {told}");
        }
        disk.make_room();
        let after = reader.articles().await;
        let ids = |cards: &[Value]| cards.iter().map(|card| card["id"].as_i64()).collect::<Vec<_>>();
        assert!(ids(&before).iter().all(|id| ids(&after).contains(id)), "{command:?} at point {point} lost an article");
        let verified = reader.ask(&["verify"]).await;
        assert_eq!(verified["ok"], true, "{command:?} at point {point}: {verified}");
    }
    println!("{refused} of {points} commands met a full disk and said so");
    assert_eq!(reader.ask(&["refresh"]).await["failed"], 0, "with room again all works");
    reader.ask(&["backup", &backup]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_on_a_read_only_disk_can_be_read() {
    let Some(disk) = Disk::of(48) else { return };
    let newspaper = newspaper().await;
    let reader = stocked(&newspaper, &disk.path().join("library")).await;
    let articles = reader.articles().await;
    let before = shelf::bytes_of(reader.library());
    disk.remount("ro");

    reads_on(&reader, &articles).await;
    writes_nothing(&reader, &newspaper, &articles[0]["id"].to_string(), "read_only").await;
    assert_eq!(shelf::bytes_of(reader.library()), before);
    let elsewhere = Reader::of(&disk.path().join("another"));
    assert_eq!(elsewhere.refused(&["list"]).await.code, "read_only");

    disk.remount("rw");
    reader.ask(&["star", &articles[0]["id"].to_string()]).await;
    assert!(reader.ask(&["status"]).await["readOnly"].is_null());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_library_without_write_permission_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let newspaper = newspaper().await;
    let home = tempfile::tempdir().unwrap();
    let library = home.path().join("library");
    let reader = stocked(&newspaper, &library).await;
    let articles = reader.articles().await;
    let allow = |mode: u32| {
        let bits = std::fs::Permissions::from_mode;
        for file in
            std::fs::read_dir(&library).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file())
        {
            std::fs::set_permissions(file, bits(mode & 0o666)).unwrap();
        }
        std::fs::set_permissions(&library, bits(mode)).unwrap();
    };
    allow(0o555);
    if std::fs::write(library.join("probe"), "x").is_ok() {
        println!("skipped: permissions do not bind whoever runs this test");
        std::fs::remove_file(library.join("probe")).unwrap();
        return allow(0o755);
    }
    reads_on(&reader, &articles).await;
    writes_nothing(&reader, &newspaper, &articles[0]["id"].to_string(), "read_only").await;
    allow(0o755);
    reader.ask(&["star", &articles[0]["id"].to_string()]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_refreshes_at_once_one_works_and_the_other_says_so() {
    let newspaper = newspaper().await;
    let home = tempfile::tempdir().unwrap();
    let reader = Reader::of(&home.path().join("library"));
    reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    newspaper.fail(Target::site("orrery"), Failure::Slow { millis: 150 }).unwrap();
    let (one, two) = (reader.start(&["refresh"]), reader.start(&["refresh"]));
    let (one, two) = tokio::join!(finish(one, &["refresh"]), finish(two, &["refresh"]));
    let (worked, waited): (Vec<Done>, Vec<Done>) = [one, two].into_iter().partition(|done| done.succeeded);
    assert_eq!((worked.len(), waited.len()), (1, 1), "{worked:?} {waited:?}");
    assert_eq!(refusal(&waited[0], &["refresh"]).code, "busy");
    assert!(waited[0].took < Duration::from_secs(10));
    let connection = shelf::sound(reader.library());
    shelf::named_files(reader.library(), &connection);
    assert!(reader.articles().await.iter().all(|card| card["textState"] == "full"));
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_starring_and_saving_work_while_another_refreshes() {
    let newspaper = newspaper().await;
    let home = tempfile::tempdir().unwrap();
    let reader = Reader::of(&home.path().join("library"));
    reader.ask(&["add", &newspaper.url("orrery", "/atom.xml").unwrap()]).await;
    newspaper.fail(Target::site("orrery"), Failure::Slow { millis: 400 }).unwrap();
    let articles = reader.articles().await;
    let mut refresh = reader.start(&["refresh"]);
    let other = Reader::of(reader.library());
    for card in articles.iter().take(3) {
        let id = card["id"].to_string();
        assert_eq!(other.ask(&["star", &id]).await["starred"], true);
        assert_eq!(other.ask(&["show", &id]).await["card"]["starred"], true);
    }
    let page = newspaper.truth().into_iter().find(|truth| truth.site == "touchline").unwrap().url;
    assert_eq!(other.ask(&["save", &page]).await["kept"], true);
    assert!(refresh.try_wait().unwrap().is_none(), "the refresh had ended before the others were done");
    assert!(finish(refresh, &["refresh"]).await.succeeded);
    assert_eq!(array(&reader.ask(&["list", "--starred"]).await["articles"]).len(), 3);
    shelf::sound(reader.library());
}

#[tokio::test(flavor = "multi_thread")]
async fn many_commands_at_once_make_one_library() {
    let newspaper = newspaper().await;
    let home = tempfile::tempdir().unwrap();
    let reader = Reader::of(&home.path().join("library"));
    let addresses: Vec<String> =
        [("orrery", "/atom.xml"), ("touchline", "/feed.json"), ("overland", "/rss"), ("dispatch", "/")]
            .map(|(site, path)| newspaper.url(site, path).unwrap())
            .into();
    let started: Vec<_> = addresses.iter().map(|address| reader.start(&["add", address])).collect();
    for child in started {
        let done = finish(child, &["add"]).await;
        assert!(done.succeeded, "{}", done.stderr);
    }
    assert_eq!(array(&reader.ask(&["sources"]).await).len(), addresses.len());
    shelf::sound(reader.library());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_at_rest_holds_everything_in_its_own_file() {
    let newspaper = newspaper().await;
    let home = tempfile::tempdir().unwrap();
    let reader = stocked(&newspaper, &home.path().join("library")).await;
    let articles = reader.articles().await.len();
    let copy = home.path().join("copy");
    std::fs::create_dir(&copy).unwrap();
    std::fs::copy(reader.library().join("library.db"), copy.join("library.db")).unwrap();
    assert_eq!(Reader::of(&copy).articles().await.len(), articles, "the rest lies in the write-ahead file");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_of_a_newer_format_is_refused_and_left_as_it_is() {
    let newspaper = newspaper().await;
    let home = tempfile::tempdir().unwrap();
    let reader = stocked(&newspaper, &home.path().join("library")).await;
    let connection = Connection::open(reader.library().join("library.db")).unwrap();
    connection.pragma_update(None, "user_version", 4_000).unwrap();
    connection.close().unwrap();
    let before = shelf::bytes_of(reader.library());
    for arguments in [&["list"][..], &["refresh"], &["star", "1"], &["status"]] {
        let refusal = reader.refused(arguments).await;
        assert!(refusal.message.contains("newer Broadsheet") && refusal.message.contains("4000"), "{refusal:?}");
        assert!(refusal.hint.contains("newest Broadsheet"), "{refusal:?}");
    }
    assert!(shelf::bytes_of(reader.library()) == before, "the newer library was changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_library_is_refused_and_left_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let of_another = home.path().join("of-another");
    std::fs::create_dir(&of_another).unwrap();
    let connection = Connection::open(of_another.join("library.db")).unwrap();
    connection.execute_batch("CREATE TABLE book (title TEXT); INSERT INTO book VALUES ('Their own')").unwrap();
    connection.close().unwrap();
    let text = home.path().join("text");
    std::fs::create_dir(&text).unwrap();
    std::fs::write(text.join("library.db"), "These are the shelves of the town library, in order. ".repeat(200))
        .unwrap();
    for folder in [of_another, text] {
        let before = shelf::bytes_of(&folder);
        for arguments in [&["list"][..], &["refresh"], &["status"]] {
            let refusal = Reader::of(&folder).refused(arguments).await;
            assert_eq!(refusal.code, "invalid_input", "{refusal:?}");
            assert!(refusal.message.contains("not a Broadsheet library"), "{refusal:?}");
        }
        assert!(shelf::bytes_of(&folder) == before, "a file of somebody else was changed");
    }
    let file = home.path().join("plain-file");
    std::fs::write(&file, "no folder").unwrap();
    let refusal = Reader::of(&file).refused(&["list"]).await;
    assert!(refusal.message.contains("plain-file"), "{refusal:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "no folder");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_library_is_told_from_an_empty_one() {
    let newspaper = newspaper().await;
    let home = tempfile::tempdir().unwrap();
    let reader = stocked(&newspaper, &home.path().join("library")).await;
    let path = reader.library().join("library.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let length = bytes.len();
    assert!(length > 8 * 4_096, "the library was left in its write-ahead file");
    bytes[4_096..length / 2].fill(0xA5);
    std::fs::write(&path, &bytes).unwrap();
    let refusal = reader.refused(&["list"]).await;
    assert!(refusal.message.contains("damaged"), "{refusal:?}");
    assert!(refusal.hint.contains("copy"), "{refusal:?}");
}
