//! Every command of the window, called with whatever it does not take: an error with a code, and never a panic.
//!
//! The commands and their arguments are read from the window's own source, so that none is forgotten.

use serde_json::{Map, Value, json};
use window::Display;

const TABLE: &str = concat!(
    include_str!("../../src-tauri/src/commands.rs"),
    include_str!("../../src-tauri/src/source_commands.rs"),
    include_str!("../../src-tauri/src/connection_commands.rs"),
    include_str!("../../src-tauri/src/enclosure_commands.rs"),
    include_str!("../../src-tauri/src/many_commands.rs"),
    include_str!("../../src-tauri/src/reading_commands.rs")
);

/// A command with its arguments, each with the kind that it takes.
struct Command {
    name: String,
    arguments: Vec<(String, String)>,
}

/// The table of commands.
fn table() -> Vec<Command> {
    let mut commands = Vec::new();
    for declared in TABLE.split("#[tauri::command]").skip(1) {
        let (_, declared) = declared.split_once("async fn ").unwrap();
        let (name, rest) = declared.split_once('(').unwrap();
        let (name, _) = name.split_once('<').unwrap_or((name, ""));
        let (arguments, _) = rest.split_once(") ->").unwrap();
        let arguments = parted(arguments)
            .iter()
            .filter_map(|argument| argument.split_once(':'))
            .map(|(argument, kind)| (camel(argument.trim()), kind.trim().to_owned()))
            .filter(|(argument, _)| argument != "desk" && argument != "app")
            .collect();
        commands.push(Command { name: name.to_owned(), arguments });
    }
    commands
}

/// Parts a list at its commas, but for those within angle brackets.
fn parted(list: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for character in list.chars() {
        match character {
            '<' => depth += 1,
            '>' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().unwrap().push(character);
    }
    parts
}

/// A name as the window writes it.
fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |sum, part| {
        let (initial, rest) = part.split_at(1);
        sum + &initial.to_uppercase() + rest
    })
}

/// Something that the command takes, though nothing in the library is meant by it.
fn fitting(kind: &str) -> Value {
    match kind {
        kind if kind.contains("Vec") => json!([987_654_321]),
        kind if kind.contains("Option") => Value::Null,
        kind if ["Id>", "usize", "i64"].iter().any(|number| kind.contains(number)) => json!(987_654_321),
        kind if kind.contains("bool") => json!(false),
        kind if kind.contains("Section") => json!("sport"),
        kind if kind.contains("Listed") => json!({"kind": "starred"}),
        kind if kind.contains("Deed") => json!({"kind": "read", "read": true}),
        kind if kind.contains("ManyDone") => json!({"at": 0, "before": []}),
        kind if kind.contains("FeedbackKind") => json!("text_missing"),
        _ => json!("nothing"),
    }
}

/// What nobody should hand over.
fn odd() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(0),
        json!(1.5),
        json!(1e300),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(""),
        json!("987654321"),
        json!("../../../../etc/passwd"),
        json!("file:///etc/passwd"),
        json!("javascript:alert(1)"),
        json!("\u{0}\u{1}\u{fffe}'\"; DROP TABLE article; --"),
        json!("ä".repeat(40_000)),
        json!([]),
        json!([[[[[[[[]]]]]]]]),
        json!({}),
        json!({"0": 1, "__proto__": {"x": 1}}),
        json!("x".repeat(300)),
    ]
}

/// Every call that is made: each argument in turn is odd or missing, the others fit.
fn calls() -> Vec<(String, Value)> {
    let mut calls = Vec::new();
    for command in table() {
        let fit: Map<String, Value> =
            command.arguments.iter().map(|(name, kind)| (name.clone(), fitting(kind))).collect();
        calls.push((command.name.clone(), json!(fit)));
        calls.push((command.name.clone(), json!({})));
        calls.push((command.name.clone(), json!({"unknown": "x", "desk": 1})));
        for (name, _) in &command.arguments {
            for value in odd() {
                let mut given = fit.clone();
                given.insert(name.clone(), value);
                calls.push((command.name.clone(), Value::Object(given)));
            }
        }
    }
    // A text of many megabytes, once for each command that takes one.
    for command in table() {
        if let Some((name, _)) =
            command.arguments.iter().find(|(_, kind)| kind.contains("String") || kind.contains("Document"))
        {
            calls.push((command.name, json!({ (name.as_str()): "x".repeat(6 << 20) })));
        }
    }
    calls
}

/// Makes the calls, one after the other, and notes each answer that is neither good nor an error with a code.
const CALL: &str = "
    const given = JSON.parse(arguments[0]);
    const late = (ms) => new Promise((_, refuse) => setTimeout(() => refuse('no answer'), ms));
    window.__calls = { done: 0, good: 0, refused: {}, faults: [] };
    (async () => {
        for (const [command, values] of given) {
            try {
                await Promise.race([window.__TAURI_INTERNALS__.invoke(command, values), late(30000)]);
                window.__calls.good += 1;
            } catch (error) {
                const coded = typeof error === 'object' && error !== null && typeof error.code === 'string'
                    && typeof error.message === 'string' && error.message !== '';
                if (coded) window.__calls.refused[error.code] = (window.__calls.refused[error.code] ?? 0) + 1;
                else window.__calls.faults.push(`${command} ${JSON.stringify(values).slice(0, 120)}: ${JSON.stringify(error)}`);
            }
            window.__calls.done += 1;
        }
    })();";

#[test]
fn the_table_is_read() {
    let table = table();
    assert!(table.len() >= 29, "{} commands", table.len());
    let list = TABLE.split("generate_handler![").nth(1).unwrap().split(']').next().unwrap();
    let named = list.split(',').filter_map(|path| path.trim().rsplit("::").next()).filter(|name| !name.is_empty());
    let mut named: Vec<&str> = named.collect();
    let mut declared: Vec<&str> = table.iter().map(|command| command.name.as_str()).collect();
    named.sort_unstable();
    declared.sort_unstable();
    assert_eq!(declared, named);
    let discover = table.iter().find(|command| command.name == "discover").unwrap();
    let arguments: Vec<_> = discover.arguments.iter().map(|(name, kind)| (name.as_str(), kind.as_str())).collect();
    assert_eq!(arguments, [("address", "Given<String>"), ("allowPrivate", "Given<bool>")]);
    for (name, kind) in table.iter().flat_map(|command| &command.arguments) {
        assert!(
            kind.starts_with("Given"),
            "{name} is taken as {kind}, so that a wrong one gives an error without a code"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_answers_whatever_it_is_given() {
    if !cfg!(target_os = "linux") {
        println!("skipped: the window can be driven on Linux only");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let display = Display::start().await.unwrap();
    let window = crate::open(&display, &folder.path().join("library")).await;
    let calls = calls();
    let count = calls.len();
    window.run_with(CALL, vec![json!(json!(calls).to_string())]).await.unwrap();
    while window.run("return window.__calls.done").await.unwrap() != json!(count) {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
    let seen = window.run("return window.__calls").await.unwrap();
    println!("{count} calls: {}", json!({"good": seen["good"], "refused": seen["refused"]}));
    assert_eq!(seen["faults"], json!([]));
    assert!(seen["refused"]["invalid_input"].as_u64().unwrap() > 100, "{seen}");
    // The program is well: it still answers, and nothing that was foreign is in the library.
    let status = window
        .run(
            "window.__after ??= null;
             window.__TAURI_INTERNALS__.invoke('library_status').then((status) => { window.__after = status; });
             return true;",
        )
        .await
        .unwrap();
    assert_eq!(status, json!(true));
    window.wait_until("the window to answer", "return window.__after !== null").await.unwrap();
    window.close().await.unwrap();
}
