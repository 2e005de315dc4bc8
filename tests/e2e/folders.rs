//! Folders of sources in the real window: made by the keyboard, opened, read, and written out for another reader.

use newspaper::{Newspaper, Options};
use serde_json::json;
use window::{Display, Window};

use crate::{now, open, program};

/// Names a file in the open dialog, and presses Enter.
async fn export_to(window: &Window, path: &str) {
    let offered = "return document.querySelector('[data-testid=export-path]')?.value.endsWith('.opml');";
    window.wait_until("a file to be offered", offered).await.unwrap();
    window.type_into("[data-testid=export-path]", path).await.unwrap();
    window.press("Enter").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn sources_are_put_into_folders_read_there_and_written_out() {
    if !cfg!(target_os = "linux") {
        println!("skipped: the window can be driven on Linux only");
        return;
    }
    let newspaper = Newspaper::start(Options::at(now())).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let display = Display::start().await.unwrap();
    let window = open(&display, &folder.path().join("library")).await;
    let urls = [("orrery", "/atom.xml"), ("courier", "/feeds/politics.xml")];
    let urls = urls.map(|(site, path)| newspaper.url(site, path).unwrap());
    window.run(&format!("window.__TAURI_INTERNALS__.invoke('follow', {})", json!({ "urls": urls }))).await.unwrap();
    window.go("#/sources").await.unwrap();
    window
        .wait_until("two sources", "return document.querySelectorAll('[data-testid=source-row]').length === 2;")
        .await
        .unwrap();
    assert_eq!(window.count("[data-testid=folder-nav]").await.unwrap(), 0, "nobody made a folder yet");

    window
        .run("[...document.querySelectorAll('[data-testid=source-row]')].find((row) => row.querySelector('.address').textContent.endsWith('/atom.xml')).querySelector('[data-testid=source-more]').focus()")
        .await
        .unwrap();
    window.press("Enter").await.unwrap();
    let at = |act: &str| format!("return document.activeElement?.dataset.testid === '{act}';");
    let in_menu = "return document.activeElement?.getAttribute('role') === 'menuitem';";
    window.wait_until("the menu to have the keyboard", in_menu).await.unwrap();
    for act in ["unsubscribe", "move-source"] {
        window.press("ArrowUp").await.unwrap();
        window.wait_until(act, &at(act)).await.unwrap();
    }
    window.press("Enter").await.unwrap();
    window
        .wait_until(
            "the keyboard to be at the folders",
            "return document.activeElement?.dataset.testid === 'folder-option' && document.activeElement.checked;",
        )
        .await
        .unwrap();
    window.type_into("[data-testid=new-folder-name]", "Sky & Stars/Nights").await.unwrap();
    window.press("Enter").await.unwrap();
    window
        .wait_until(
            "the sources to stand in their folders",
            "const groups = [...document.querySelectorAll('[data-testid=source-group]')];
             return JSON.stringify(groups.map((group) => group.dataset.folder ?? null)) === '[\"Sky & Stars\",\"Sky & Stars/Nights\",null]';",
        )
        .await
        .unwrap();

    window.click("[data-testid=folder-nav] a").await.unwrap();
    window.find("[data-testid=folder-page] [data-testid=story]").await.unwrap();
    let all = "return document.querySelectorAll('[data-testid=folder-page] [data-testid=story]').length";
    let stories = window.run(all).await.unwrap();
    window.press("U").await.unwrap();
    let total =
        format!("return document.querySelector('[data-testid=total]').textContent === '{stories} unread articles';");
    window.wait_until("what is unread", &total).await.unwrap();
    window.press("A").await.unwrap();
    window
        .wait_until(
            "all of it to be read",
            "return [...document.querySelectorAll('[data-testid=story]')].every((story) => story.dataset.read === 'true');",
        )
        .await
        .unwrap();
    // Only what the folder's sources brought was read.
    window.go("#/").await.unwrap();
    window.find("[data-testid=front-page] [data-testid=story]").await.unwrap();
    let only = window.run("return document.querySelector('[data-testid=unread-only]').checked").await.unwrap();
    assert_eq!(only, json!(true), "the front page is of what is unread, too");
    let front = window.run("return [...document.querySelectorAll('[data-testid=front-page] .publication')].map((link) => link.textContent.trim())").await.unwrap();
    let names: Vec<&str> = front.as_array().unwrap().iter().filter_map(|name| name.as_str()).collect();
    assert!(!names.is_empty() && !names.contains(&"Orrery"), "{names:?}");

    // Another folder stands before it by its name, until the reader wants it otherwise.
    let other = "const { invoke } = window.__TAURI_INTERNALS__;
         invoke('sources').then((all) => invoke('move_to_folder', { feeds: all.filter(({ folder }) => folder === null).map(({ id }) => id), folder: 'Politics' }));";
    window.run(other).await.unwrap();
    window.go("#/sources").await.unwrap();
    let order = |folders: &str| {
        format!(
            "return JSON.stringify([...document.querySelectorAll('[data-testid=source-group]')].map(({{ dataset }}) => dataset.folder)) === JSON.stringify({folders});"
        )
    };
    let by_name = order("['Politics', 'Sky & Stars', 'Sky & Stars/Nights']");
    window.wait_until("the folders by name", &by_name).await.unwrap();
    let heading = "[data-folder=\"Sky & Stars\"] [data-testid=fold-folder]";
    window.run(&format!("document.querySelector('{heading}').focus()")).await.unwrap();
    window.press("Alt+ArrowUp").await.unwrap();
    let own = order("['Sky & Stars', 'Sky & Stars/Nights', 'Politics']");
    window.wait_until("the folders in the reader's order", &own).await.unwrap();
    let kept = format!("return document.activeElement === document.querySelector('{heading}');");
    window.wait_until("the keyboard to be where it was", &kept).await.unwrap();

    let file = folder.path().join("mine.opml");
    window.click("[data-testid=export-sources]").await.unwrap();
    export_to(&window, file.to_str().unwrap()).await;
    window.wait_until("the file to be written", "return document.querySelector('dialog') === null;").await.unwrap();
    let document = std::fs::read_to_string(&file).unwrap();
    let place = |name: &str| document.find(&format!("<outline text=\"{name}\"")).unwrap();
    assert!(place("Sky &amp; Stars") < place("Politics"), "{document}");
    assert!(document.contains("<outline text=\"Sky &amp; Stars\"") && urls.iter().all(|url| document.contains(url)));
    // Nothing is written over.
    window.click("[data-testid=export-sources]").await.unwrap();
    export_to(&window, file.to_str().unwrap()).await;
    window
        .wait_until(
            "words that say so",
            "return document.querySelector('[data-testid=export-problem]')?.textContent.includes('already a file') === true;",
        )
        .await
        .unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), document);

    // What another program does to the library is seen without a word from the reader.
    window.press("Escape").await.unwrap();
    window.go("#/lists").await.unwrap();
    window.find("[data-testid=list-link]").await.unwrap();
    let library = folder.path().join("library");
    let made = std::process::Command::new(program("broadsheet"))
        .args(["--library", library.to_str().unwrap(), "lists", "create", "Made elsewhere"])
        .status();
    assert!(made.unwrap().success());
    window
        .wait_until("the list made elsewhere", "return document.body.textContent.includes('Made elsewhere');")
        .await
        .unwrap();
    window.close().await.unwrap();
}
