//! A folder of pages read again, and what changed since the last time, side by side: for those who work on the extraction.
//!
//! `FOLDER/answers/NAME.json` holds what was found in each page; `FOLDER/report.html` what is different from the last run.
//! Answers are written anew only after the report has been made from the old ones.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use broadsheet_api::{ApiError, ErrorCode, tools};
use serde_json::{Map, Value};
use similar::{ChangeTag, TextDiff};

use crate::Failure;
use crate::arguments::Extract;
use crate::input;
use crate::streams::roomy;

type Answer = Map<String, Value>;

/// What of an answer is compared, in the order of the report.
const FIELDS: [&str; 11] = [
    "title",
    "standfirst",
    "byline",
    "published",
    "modified",
    "site",
    "section",
    "language",
    "lead_image",
    "verdict",
    "text",
];

const STYLE: &str = "body{font:15px/1.5 sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem}table{border-collapse:collapse;\
width:100%;table-layout:fixed}td,th{border-top:1px solid #8886;padding:.3rem .6rem;text-align:left;vertical-align:top;\
overflow-wrap:anywhere}th:first-child{width:8rem}del{background:#d334;text-decoration:none}ins{background:#2a84;text-decoration:none}";

/// Reads every page of the folder.
pub(crate) fn run(extract: &Extract) -> Result<(), Failure> {
    let pages = extract.stream.file.clone().unwrap_or_default();
    let target = extract.report.clone().unwrap_or_default();
    let names = names(&pages)?;
    let answers = target.join("answers");
    std::fs::create_dir_all(&answers).map_err(|error| wrong(&answers, "cannot be made", &error))?;
    let (mut before, mut now) = (BTreeMap::new(), BTreeMap::new());
    for name in names {
        let known = answers.join(&name).with_extension("json");
        if let Some(known) = std::fs::read(&known).ok().and_then(|bytes| serde_json::from_slice::<Answer>(&bytes).ok())
        {
            before.insert(name.clone(), known);
        }
        now.insert(name.clone(), read(&pages.join(&name), &extract.stream.url)?);
    }
    let (report, changed) = report(&before, &now);
    write(&target.join("report.html"), report.as_bytes())?;
    for (name, answer) in &now {
        let text = serde_json::to_vec_pretty(answer).map_err(std::io::Error::other)?;
        write(&answers.join(name).with_extension("json"), &text)?;
    }
    println!(
        "Pages read: {}, for the first time: {}, changed: {changed}. The report: {}",
        now.len(),
        now.len() - before.len(),
        target.join("report.html").display()
    );
    Ok(())
}

/// Names of the pages in a folder.
fn names(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = std::fs::read_dir(folder).map_err(|error| wrong(folder, "cannot be read as a folder", &error))?;
    let mut names: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| PathBuf::from(entry.file_name()))
        .filter(|name| {
            name.extension().is_some_and(|end| end.eq_ignore_ascii_case("html") || end.eq_ignore_ascii_case("htm"))
        })
        .collect();
    names.sort();
    if names.is_empty() {
        return Err(ApiError {
            code: ErrorCode::InvalidInput,
            message: format!("{} holds no page: no file of it ends in .html.", folder.display()),
            hint: Some("Name the folder in which the pages are.".to_owned()),
            retryable: false,
        }
        .into());
    }
    Ok(names)
}

fn read(page: &Path, url: &str) -> Result<Answer, Failure> {
    let bytes = input::read(Some(page))?;
    let url = url.to_owned();
    roomy(move || {
        let answer = serde_json::to_value(tools::extract(&tools::decode(&bytes, None), &url));
        match answer.map_err(std::io::Error::other)? {
            Value::Object(answer) => Ok(answer),
            _ => Ok(Answer::new()),
        }
    })
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes).map_err(|error| wrong(path, "cannot be written", &error).into())
}

fn wrong(path: &Path, what: &str, error: &std::io::Error) -> ApiError {
    ApiError {
        code: ErrorCode::InvalidInput,
        message: format!("{} {what}: {error}.", path.display()),
        hint: Some("Check the name, and that you may use it.".to_owned()),
        retryable: false,
    }
}

/// The report as HTML, and how many pages changed.
fn report(before: &BTreeMap<PathBuf, Answer>, now: &BTreeMap<PathBuf, Answer>) -> (String, usize) {
    let (mut pages, mut changed) = (String::new(), 0);
    for (name, now) in now {
        let Some(before) = before.get(name) else { continue };
        let rows = rows(before, now);
        if !rows.is_empty() {
            changed += 1;
            let name = escape(&name.display().to_string());
            let _ = writeln!(pages, "<h2>{name}</h2><table><tr><th><th>Before<th>Now</tr>{rows}</table>");
        }
    }
    let head = format!("Pages: {}, new: {}, changed: {changed}", now.len(), now.len() - before.len());
    let page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>{head}</title><style>{STYLE}</style><h1>{head}</h1>\n{pages}"
    );
    (page, changed)
}

fn rows(before: &Answer, now: &Answer) -> String {
    let mut rows = String::new();
    let mut row = |name: &str, before: &str, now: &str| {
        if before != now {
            let (before, now) = compared(before, now);
            let _ = write!(rows, "<tr><th>{name}<td>{before}<td>{now}</tr>");
        }
    };
    for field in FIELDS {
        row(field, &plain(before.get(field)), &plain(now.get(field)));
    }
    row("figures", &figures(before), &figures(now));
    if rows.is_empty() && before.get("html") != now.get("html") {
        let both = [before, now].map(|answer| plain(answer.get("html")).replace('<', "\n<"));
        let (before, now) = compared(&both[0], &both[1]);
        let _ = write!(rows, "<tr><th>markup<td>{before}<td>{now}</tr>");
    }
    rows
}

/// A figure a line.
fn figures(answer: &Answer) -> String {
    let figures = answer.get("figures").and_then(Value::as_array).into_iter().flatten();
    figures
        .map(|figure| ["src", "alt", "caption", "credit"].map(|part| plain(figure.get(part))).join(" | "))
        .collect::<Vec<_>>()
        .join("\n")
}

fn plain(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(list)) => list.iter().map(|one| plain(Some(one))).collect::<Vec<_>>().join(", "),
        Some(other) => other.to_string(),
    }
}

/// Two texts beside each other, line by line; of what did not change only the lines around.
fn compared(before: &str, now: &str) -> (String, String) {
    let difference = TextDiff::from_lines(before, now);
    let (mut left, mut right) = (String::new(), String::new());
    for group in difference.grouped_ops(1) {
        for change in group.iter().flat_map(|operation| difference.iter_changes(operation)) {
            let line = escape(change.value().trim_end());
            match change.tag() {
                ChangeTag::Delete => left.push_str(&format!("<del>{line}</del><br>")),
                ChangeTag::Insert => right.push_str(&format!("<ins>{line}</ins><br>")),
                ChangeTag::Equal => {
                    left.push_str(&format!("{line}<br>"));
                    right.push_str(&format!("{line}<br>"));
                }
            }
        }
    }
    (left, right)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answers(value: Value) -> BTreeMap<PathBuf, Answer> {
        let fields = value.as_object().cloned().unwrap_or_default();
        BTreeMap::from([(PathBuf::from("<ferry>.html"), fields)])
    }

    #[test]
    fn what_changed_stands_side_by_side_and_what_did_not_is_left_out() {
        let before =
            json!({"title": "Ferry", "text": "One.\nTwo <b>.\nThree.\nFour.\nFive.", "figures": [], "byline": ["Ana"]});
        let now = json!({"title": "Ferry", "text": "One.\nThree.\nFour.\nFive.", "figures": [{"src": "a.jpg"}], "byline": ["Ana"]});
        let (page, changed) = report(&answers(before.clone()), &answers(now));
        assert_eq!(changed, 1);
        for part in ["&lt;ferry&gt;.html", "<del>Two &lt;b&gt;.</del>", "<ins>a.jpg |  |  |</ins>", "One."] {
            assert!(page.contains(part), "{part}\n{page}");
        }
        assert!(!page.contains("Five.") && !page.contains("<th>title"), "{page}");
        assert_eq!(report(&answers(before.clone()), &answers(before)).1, 0);
    }
}
