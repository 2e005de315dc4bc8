//! The Secret Service of a desktop, begun for this test alone (`gnome-keyring-daemon` on a bus of its own).
#![cfg(target_os = "linux")]
#![expect(clippy::print_stdout, reason = "a test says why it skips")]

use std::process::{Command, Stdio};

use broadsheet_keys::{Kept, Keys};

/// Begins a key store that is open, then this test program again within its session.
const SESSION: &str = "printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec \"$@\"";

fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

#[test]
fn secrets_are_kept_by_the_systems_key_store() {
    if !is_there("dbus-run-session") || !is_there("gnome-keyring-daemon") {
        println!("skipped: gnome-keyring and dbus are not installed, or may not run here");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let program = std::env::current_exe().unwrap();
    let session = |test: &str| {
        let ran = Command::new("dbus-run-session")
            .args(["--", "sh", "-c", SESSION, "sh"])
            .arg(&program)
            .args(["--ignored", "--exact", test])
            .env("HOME", home.path())
            .env("XDG_DATA_HOME", home.path().join("data"))
            .env("XDG_RUNTIME_DIR", home.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success() && said.contains("1 passed"), "{said}");
    };
    session("secrets_are_put");
    // As if the machine had been started anew.
    session("secrets_are_found");
}

fn long() -> String {
    "cookie=ä; ".repeat(1_000)
}

#[test]
#[ignore = "runs in a session of its own"]
fn secrets_are_put() {
    let keys = Keys::of_system("one".to_owned());
    assert_eq!(keys.put("site", "a first secret"), Kept::InKeyStore);
    assert_eq!(keys.put("site", &long()), Kept::InKeyStore);
    assert_eq!(keys.put("gone", "another"), Kept::InKeyStore);
    keys.remove("gone");
    assert_eq!(keys.get("gone"), None);
}

#[test]
#[ignore = "runs in a session of its own"]
fn secrets_are_found() {
    let keys = Keys::of_system("one".to_owned());
    assert_eq!(keys.get("site"), Some(long()));
    assert_eq!(keys.get("gone"), None);
    assert_eq!(Keys::of_system("other".to_owned()).get("site"), None);
    keys.put("site", "short");
    assert_eq!(keys.get("site").as_deref(), Some("short"));
    keys.remove("site");
    assert_eq!(keys.get("site"), None);
}
