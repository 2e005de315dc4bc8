//! Which room may use which, held against `cargo metadata` and the sources.
//!
//! The table is that of ARCHITECTURE.md. Any other edge fails, whether it serves the program, its build or its tests.

use std::collections::BTreeSet;
use std::path::Path;

use fs_err as fs;
use serde_json::Value;

use crate::error::TaskError;
use crate::process::{cargo, output, root};

/// A room: its package, the rooms that it may use, and the doors that it may name.
struct Room {
    package: &'static str,
    uses: &'static [&'static str],
    doors: &'static [&'static str],
}

/// Libraries through which the outside world comes in, and those that are built on them.
const DOORS: &[&str] = &["tauri", "tokio", "reqwest", "rusqlite", "keyring"];

const PURE: &[&str] = &[];

const ROOMS: &[Room] = &[
    Room { package: "broadsheet-model", uses: &[], doors: PURE },
    Room { package: "broadsheet-json", uses: &[], doors: PURE },
    Room { package: "broadsheet-feed", uses: &["broadsheet-json", "broadsheet-model"], doors: PURE },
    Room { package: "broadsheet-extract", uses: &["broadsheet-json", "broadsheet-model"], doors: PURE },
    Room { package: "broadsheet-sanitise", uses: &["broadsheet-model"], doors: PURE },
    Room { package: "broadsheet-drawing", uses: &[], doors: PURE },
    Room { package: "broadsheet-stories", uses: &["broadsheet-model"], doors: PURE },
    Room { package: "broadsheet-interchange", uses: &["broadsheet-model"], doors: PURE },
    Room { package: "broadsheet-fetch", uses: &["broadsheet-model"], doors: &["tokio", "reqwest"] },
    Room { package: "broadsheet-keys", uses: &[], doors: &["keyring"] },
    Room { package: "broadsheet-store", uses: &["broadsheet-model"], doors: &["rusqlite"] },
    Room {
        package: "broadsheet-engine",
        uses: &[
            "broadsheet-model",
            "broadsheet-feed",
            "broadsheet-extract",
            "broadsheet-sanitise",
            "broadsheet-drawing",
            "broadsheet-stories",
            "broadsheet-interchange",
            "broadsheet-fetch",
            "broadsheet-keys",
            "broadsheet-store",
        ],
        doors: &["tokio"],
    },
    Room { package: "broadsheet-api", uses: &["broadsheet-engine", "broadsheet-model"], doors: &["tokio"] },
    Room { package: "broadsheet-cli", uses: &["broadsheet-api", "broadsheet-model"], doors: &["tokio"] },
    Room { package: "broadsheet-desktop", uses: &["broadsheet-api", "broadsheet-model"], doors: &["tauri", "tokio"] },
    // Tests drive the programs from outside; they look into a library's file, but link no room and no window.
    Room { package: "broadsheet-tests", uses: &["broadsheet-window"], doors: &["tokio", "rusqlite"] },
    Room { package: "broadsheet-window", uses: &[], doors: &["tokio"] },
    // Targets hand bytes to the parsers themselves.
    Room {
        package: "broadsheet-fuzz",
        uses: &[
            "broadsheet-model",
            "broadsheet-feed",
            "broadsheet-extract",
            "broadsheet-sanitise",
            "broadsheet-drawing",
            "broadsheet-interchange",
            "broadsheet-store",
        ],
        doors: PURE,
    },
    Room { package: "xtask", uses: &[], doors: PURE },
];

/// Sources that alone may hold a phrase.
const PHRASES: &[(&str, &str, &[&str])] = &[
    // Only the sanitiser vouches for HTML; the model declares the function and the list of lints names it.
    (
        "SafeHtml::vouch",
        "rs",
        &["src-tauri/crates/sanitise/", "src-tauri/crates/model/src/html.rs", "src-tauri/crates/xtask/"],
    ),
    // One component alone renders HTML, through one function.
    ("{@html", "svelte", &[]),
    ("innerHTML", "svelte", &[]),
    ("innerHTML", "ts", &["ui/src/components/article-tree.ts"]),
    ("insertAdjacentHTML", "svelte", &[]),
    ("insertAdjacentHTML", "ts", &[]),
    ("article-tree", "svelte", &["ui/src/components/SafeHtml.svelte"]),
];

/// Checks the house.
pub(crate) fn run(_: &[String]) -> Result<(), TaskError> {
    let metadata = read_metadata()?;
    let mut faults = edges(&metadata);
    for (phrase, ending, places) in PHRASES {
        faults.extend(strays(&root(), phrase, ending, places)?);
    }
    if faults.is_empty() {
        println!("{} rooms, every edge as the table says.", ROOMS.len());
        return Ok(());
    }
    Err(TaskError::said(format!("the house is not as its table says:\n  {}", faults.join("\n  "))))
}

fn read_metadata() -> Result<Value, TaskError> {
    let text = output(cargo(&["metadata", "--no-deps", "--format-version", "1"]))?;
    serde_json::from_str(&text).map_err(|source| TaskError::Json { what: "the answer of cargo metadata", source })
}

/// Every edge that the table does not have, in words.
fn edges(metadata: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let packages: Vec<&Value> = metadata.get("packages").and_then(Value::as_array).into_iter().flatten().collect();
    let name_of = |value: &Value| value.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let members: BTreeSet<String> = packages.iter().map(|package| name_of(package)).collect();
    for package in packages {
        let name = name_of(package);
        let Some(room) = ROOMS.iter().find(|room| room.package == name) else {
            faults.push(format!("{name} is in no row of the table"));
            continue;
        };
        for dependency in package.get("dependencies").and_then(Value::as_array).into_iter().flatten() {
            let other = name_of(dependency);
            if members.contains(&other) && !room.uses.contains(&other.as_str()) {
                faults.push(format!("{name} may not use {other}"));
            }
            if let Some(door) = door_of(&other)
                && !room.doors.contains(&door)
            {
                faults.push(format!("{name} may not name {other}"));
            }
        }
    }
    faults
}

/// The door that a library belongs to: `tauri-plugin-opener` to `tauri`.
fn door_of(library: &str) -> Option<&'static str> {
    DOORS.iter().copied().find(|door| library == *door || library.starts_with(&format!("{door}-")))
}

fn strays(root: &Path, phrase: &str, ending: &str, places: &[&str]) -> Result<Vec<String>, TaskError> {
    let mut faults = Vec::new();
    let mut folders = vec![root.join("src-tauri"), root.join("ui/src"), root.join("tests")];
    while let Some(folder) = folders.pop() {
        if !folder.exists() {
            continue;
        }
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let looked_at = path.extension().is_some_and(|found| found == ending);
            if looked_at
                && !places.iter().any(|place| name.starts_with(place))
                && fs::read_to_string(&path)?.contains(phrase)
            {
                faults.push(format!("{name} may not hold `{phrase}`"));
            }
        }
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn with_dependency(package: &str, dependency: &str) -> Vec<String> {
        let mut metadata = read_metadata().unwrap();
        let packages = metadata["packages"].as_array_mut().unwrap();
        let room = packages.iter_mut().find(|found| found["name"] == package).unwrap();
        room["dependencies"].as_array_mut().unwrap().push(json!({"name": dependency, "kind": null}));
        edges(&metadata)
    }

    #[test]
    fn the_house_is_as_its_table_says() {
        assert_eq!(edges(&read_metadata().unwrap()), Vec::<String>::new());
    }

    #[test]
    fn an_edge_that_the_table_forbids_is_found() {
        assert_eq!(
            with_dependency("broadsheet-model", "broadsheet-store"),
            ["broadsheet-model may not use broadsheet-store"]
        );
        assert_eq!(with_dependency("broadsheet-extract", "tokio"), ["broadsheet-extract may not name tokio"]);
        assert_eq!(
            with_dependency("broadsheet-api", "broadsheet-store"),
            ["broadsheet-api may not use broadsheet-store"]
        );
        assert_eq!(with_dependency("broadsheet-cli", "tauri"), ["broadsheet-cli may not name tauri"]);
        assert_eq!(with_dependency("broadsheet-engine", "reqwest"), ["broadsheet-engine may not name reqwest"]);
        assert_eq!(
            with_dependency("broadsheet-tests", "tauri-plugin-opener"),
            ["broadsheet-tests may not name tauri-plugin-opener"]
        );
    }

    #[test]
    fn a_room_outside_the_table_is_found() {
        let metadata = json!({"packages": [{"name": "broadsheet-cellar", "dependencies": []}]});
        assert_eq!(edges(&metadata), ["broadsheet-cellar is in no row of the table"]);
    }

    #[test]
    fn a_phrase_out_of_its_place_is_found() {
        let house = tempfile::tempdir().unwrap();
        let room = house.path().join("src-tauri/crates/cellar");
        fs::create_dir_all(&room).unwrap();
        fs::write(room.join("door.rs"), "let html = forbidden(phrase);").unwrap();
        fs::write(room.join("door.md"), "forbidden(phrase)").unwrap();
        let found = strays(house.path(), "forbidden(", "rs", &["src-tauri/crates/attic/"]).unwrap();
        assert_eq!(found, ["src-tauri/crates/cellar/door.rs may not hold `forbidden(`"]);
        let allowed = strays(house.path(), "forbidden(", "rs", &["src-tauri/crates/cellar/"]).unwrap();
        assert_eq!(allowed, Vec::<String>::new());
    }
}
