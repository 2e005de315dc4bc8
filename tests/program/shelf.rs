//! A library's files as they lie on the disk, looked at without the command.

use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The library's database, whole: anything else is a fault.
pub fn sound(library: &Path) -> Connection {
    let connection = Connection::open(library.join("library.db")).unwrap();
    let answer: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(answer, "ok");
    let broken: i64 =
        connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
    assert_eq!(broken, 0, "rows that refer to nothing");
    connection
}

/// Makes all articles so many days older, or younger again; a check knows that these are not the times that were stored.
pub fn age(connection: &Connection, days: i64) {
    let sql = "UPDATE article SET first_seen_at = first_seen_at - ?1 * 86400000,
                      sorted_at = min(coalesce(published_at, first_seen_at - ?1 * 86400000), first_seen_at - ?1 * 86400000)";
    connection.execute(sql, [days]).unwrap();
}

/// Every archived file by name with its length, after making sure that each is what its name says.
pub fn files(library: &Path) -> BTreeMap<String, u64> {
    let mut found = BTreeMap::new();
    let Ok(shelves) = std::fs::read_dir(library.join("media")) else { return found };
    for shelf in shelves {
        for file in std::fs::read_dir(shelf.unwrap().path()).unwrap() {
            let file = file.unwrap();
            let name = file.file_name().into_string().unwrap();
            if name.len() != 64 {
                continue;
            }
            let bytes = std::fs::read(file.path()).unwrap();
            assert_eq!(blake3::hash(&bytes).to_hex().as_str(), name, "a file is not what its name says");
            found.insert(name, bytes.len() as u64);
        }
    }
    found
}

/// Where an archived file lies.
pub fn place(library: &Path, name: &str) -> std::path::PathBuf {
    library.join("media").join(name.chars().take(2).collect::<String>()).join(name)
}

/// Files in the media folder that were never finished.
pub fn unfinished(library: &Path) -> usize {
    let shelves = std::fs::read_dir(library.join("media")).unwrap().map(|shelf| shelf.unwrap().path());
    let files = shelves.flat_map(|shelf| std::fs::read_dir(shelf).unwrap());
    files.filter(|file| file.as_ref().unwrap().file_name().len() != 64).count()
}

/// Every archived file that the database names; each must be on the disk, at its length.
pub fn named_files(library: &Path, connection: &Connection) -> usize {
    let on_disk = files(library);
    let mut statement = connection.prepare("SELECT id, bytes FROM asset").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))).unwrap();
    let named: Vec<(String, i64)> = rows.map(Result::unwrap).collect();
    for (name, bytes) in &named {
        assert_eq!(on_disk.get(name).copied(), u64::try_from(*bytes).ok(), "the file {name} is not on the disk");
    }
    named.len()
}

/// One figure as it is stored.
#[derive(Debug, Clone)]
pub struct Figure {
    pub lead: bool,
    pub src: String,
    pub caption: Option<String>,
    pub credit: Option<String>,
}

/// The figures of the version of an article that is shown, in reading order.
pub fn figures(connection: &Connection, article: &str) -> Vec<Figure> {
    let mut statement = connection
        .prepare(
            "SELECT figure.is_lead, figure.src, figure.caption, figure.credit FROM figure
             JOIN article ON article.version_id = figure.version_id
             WHERE article.id = ?1 ORDER BY figure.position",
        )
        .unwrap();
    let rows = statement.query_map([article], |row| {
        Ok(Figure { lead: row.get(0)?, src: row.get(1)?, caption: row.get(2)?, credit: row.get(3)? })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// The archived files that the shown version of an article needs.
pub fn pictures_of(connection: &Connection, article: i64) -> BTreeSet<String> {
    let mut statement = connection
        .prepare(
            "SELECT picture.asset_id FROM picture
             JOIN figure ON figure.src = picture.src
             JOIN article ON article.version_id = figure.version_id
             WHERE article.id = ?1 AND picture.asset_id IS NOT NULL",
        )
        .unwrap();
    statement.query_map([article], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Every file of a folder with its bytes, so that “left as it was” can be checked to the byte.
pub fn bytes_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())).collect()
}
