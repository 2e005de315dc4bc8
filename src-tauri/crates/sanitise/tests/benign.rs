//! Ordinary pages keep their text and every link, from outside.

use std::collections::BTreeSet;
use std::path::PathBuf;

use broadsheet_sanitise::sanitise;
use dom_query::{Document, NodeRef};
use url::Url;

/// Pages that are read; all of them with `BROADSHEET_PAGES=all`.
const SAMPLE: usize = 60;

/// Elements whose content no reader sees as text, or that belong to a program and not to a text.
const NO_TEXT: [&str; 12] = [
    "script", "style", "noscript", "template", "head", "iframe", "textarea", "svg", "object", "canvas", "select",
    "math",
];

fn pages() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared");
    let folder = std::env::var_os("BROADSHEET_SHARED").map_or(beside, PathBuf::from).join("extract/pages");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: there are no pages (name the folder of the development data in BROADSHEET_SHARED)");
    None
}

/// The page without what its head says to browsers that run no scripts: to all others it is text that nobody sees, but this
/// parser takes a link in it for the beginning of the body.
fn without_scriptless_head(html: &str) -> String {
    let body = html.find("<body").unwrap_or_default();
    let (mut out, mut rest) = (String::new(), html);
    while let Some((before, after)) = rest.split_once("<noscript")
        && html.len() - rest.len() + before.len() < body
        && let Some((_, behind)) = after.split_once("</noscript>")
    {
        out.push_str(before);
        rest = behind;
    }
    out + rest
}

/// The words and the links of a document, as a reader of it sees them.
fn words_and_links(html: &str, base: &Url) -> (Vec<String>, BTreeSet<String>) {
    let document = Document::from(without_scriptless_head(html));
    let mut words = Vec::new();
    let mut links = BTreeSet::new();
    let mut waiting: Vec<NodeRef> = vec![document.root()];
    while let Some(node) = waiting.pop() {
        if node.is_text() {
            words.extend(node.text().split_whitespace().map(str::to_owned));
            continue;
        }
        let name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
        if NO_TEXT.contains(&name.as_str()) {
            continue;
        }
        if name == "a"
            && let Some(address) = node.attr("href")
            // An empty address leads nowhere but to where the reader is.
            && !address.trim().is_empty()
            && let Ok(mut address) = base.join(address.trim())
            && matches!(address.scheme(), "http" | "https")
        {
            let _ = address.set_username("");
            let _ = address.set_password(None);
            links.insert(address.to_string());
        }
        let mut children: Vec<NodeRef> = node.children_it(false).collect();
        children.reverse();
        waiting.extend(children);
    }
    (words, links)
}

/// How many of the words are left, in any order: each counts as often as it stands there.
fn left(before: &[String], after: &[String]) -> usize {
    let mut counts = std::collections::HashMap::<&str, usize>::new();
    for word in after {
        *counts.entry(word).or_default() += 1;
    }
    let mut left = 0;
    for word in before {
        if let Some(count) = counts.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            left += 1;
        }
    }
    left
}

#[test]
fn text_and_links_survive() {
    let Some(folder) = pages() else { return };
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let all = std::env::var("BROADSHEET_PAGES").is_ok_and(|which| which == "all");
    let step = if all { 1 } else { (paths.len() / SAMPLE).max(1) };
    let base = Url::parse("https://paper.example/news/story.html").unwrap();
    let (mut words, mut kept_words, mut links, mut lost, mut pages) = (0, 0, 0, Vec::new(), 0);
    for path in paths.iter().step_by(step) {
        let page = zstd::decode_all(std::fs::read(path).unwrap().as_slice()).unwrap();
        let page = String::from_utf8_lossy(&page);
        let (before, links_before) = words_and_links(&page, &base);
        let clean = sanitise(&page, Some(base.as_str()));
        let (after, links_after) = words_and_links(clean.as_str(), &base);
        let kept = left(&before, &after);
        if kept * 100 < before.len() * 97 {
            println!("{}: {kept} of {} words", path.display(), before.len());
        }
        pages += 1;
        words += before.len();
        kept_words += kept;
        links += links_before.len();
        lost.extend(links_before.difference(&links_after).map(|link| format!("{}: {link}", path.display())));
    }
    println!(
        "{pages} pages: {:.3} % of {words} words, {} of {links} links survive",
        kept_words as f64 * 100.0 / words as f64,
        links - lost.len()
    );
    assert!(kept_words * 100 >= words * 99, "only {kept_words} of {words} words survive");
    assert_eq!(lost, Vec::<String>::new(), "links were lost");
}
