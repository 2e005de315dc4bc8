//! What changed from one archived state of an article's text to another, word by word.

use std::time::Duration;

use broadsheet_model::{ArticleId, VersionId};
use similar::{Algorithm, ChangeTag, TextDiff};

use crate::engine::Engine;
use crate::error::EngineError;

/// How long two texts are compared exactly; after that the rest is compared roughly.
const PATIENCE: Duration = Duration::from_secs(2);

/// What became of some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// They stand in both.
    Same,
    /// They came.
    Inserted,
    /// They went.
    Deleted,
}

/// Words that share a fate.
pub type Words = (Kind, String);

impl Engine {
    /// The paragraphs of two versions of an article, headline and standfirst among them, with what went and what came.
    ///
    /// # Errors
    /// The article has no such version, or the library cannot be read.
    pub async fn compare(
        &self,
        article: ArticleId,
        older: VersionId,
        newer: VersionId,
    ) -> Result<Vec<Vec<Words>>, EngineError> {
        let read = move |version| self.library(move |library| library.version_text(article, version));
        let (one, other) = (read(older).await?, read(newer).await?);
        self.compute(move || compared(&one, &other)).await
    }
}

fn compared(older: &str, newer: &str) -> Vec<Vec<Words>> {
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).timeout(PATIENCE).diff_unicode_words(older, newer);
    let mut words: Vec<Words> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => Kind::Same,
            ChangeTag::Insert => Kind::Inserted,
            ChangeTag::Delete => Kind::Deleted,
        };
        push(&mut words, kind, &change.to_string_lossy());
    }
    paragraphs(joined(words))
}

fn push(words: &mut Vec<Words>, kind: Kind, text: &str) {
    match words.last_mut() {
        Some((last, known)) if *last == kind => known.push_str(text),
        _ => words.push((kind, text.to_owned())),
    }
}

/// Joins changes that only a space or a mark stands between: “two old men” became “three women”, not one word after the
/// other.
fn joined(words: Vec<Words>) -> Vec<Words> {
    let mut out: Vec<Words> = Vec::new();
    let (mut gone, mut come) = (String::new(), String::new());
    let mut rest = words.into_iter().peekable();
    while let Some((kind, text)) = rest.next() {
        match kind {
            Kind::Deleted => gone.push_str(&text),
            Kind::Inserted => come.push_str(&text),
            Kind::Same => {
                let is_small = !text.contains('\n') && !text.chars().any(char::is_alphanumeric);
                let is_between = !(gone.is_empty() && come.is_empty()) && rest.peek().is_some();
                if is_small && is_between {
                    gone.push_str(&text);
                    come.push_str(&text);
                    continue;
                }
                settle(&mut out, &mut gone, &mut come);
                push(&mut out, Kind::Same, &text);
            }
        }
    }
    settle(&mut out, &mut gone, &mut come);
    out
}

/// Puts down what went and what came; the space that both end with stands in both.
fn settle(out: &mut Vec<Words>, gone: &mut String, come: &mut String) {
    let mut shared = String::new();
    while let (Some(one), Some(other)) = (gone.chars().next_back(), come.chars().next_back()) {
        if one != other || one == '\n' || one.is_alphanumeric() {
            break;
        }
        gone.pop();
        come.pop();
        shared.insert(0, one);
    }
    for (kind, text) in [(Kind::Deleted, gone), (Kind::Inserted, come)] {
        if !text.is_empty() {
            push(out, kind, text);
            text.clear();
        }
    }
    if !shared.is_empty() {
        push(out, Kind::Same, &shared);
    }
}

fn paragraphs(words: Vec<Words>) -> Vec<Vec<Words>> {
    let mut paragraphs = vec![Vec::new()];
    for (kind, text) in words {
        for (place, line) in text.split('\n').enumerate() {
            if place > 0 {
                paragraphs.push(Vec::new());
            }
            if let Some(last) = paragraphs.last_mut().filter(|_| !line.is_empty()) {
                last.push((kind, line.to_owned()));
            }
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(older: &str, newer: &str) -> String {
        let words = |(kind, text): &Words| match kind {
            Kind::Same => text.clone(),
            Kind::Inserted => format!("{{+{text}+}}"),
            Kind::Deleted => format!("[-{text}-]"),
        };
        let lines = compared(older, newer);
        lines.iter().map(|line| line.iter().map(words).collect::<String>()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn words_that_went_and_came_are_told() {
        assert_eq!(
            marked("Two men waited here.", "Three women waited here."),
            "[-Two men-]{+Three women+} waited here."
        );
        assert_eq!(marked("A\nB stays.", "A\nB stays.\nC is new."), "A\nB stays.\n{+C is new.+}");
        assert_eq!(marked("Gone.\nB stays.", "B stays."), "[-Gone.-]\nB stays.");
        assert_eq!(marked("same", "same"), "same");
        assert_eq!(marked("", ""), "");
    }

    #[test]
    fn what_is_left_of_the_changes_is_either_text() {
        let (older, newer) =
            ("Das Schiff lief aus.\n橋が閉鎖された。\nEnde", "Das alte Schiff lief nicht aus.\n橋が再開された。");
        let side = |wanted: Kind| -> String {
            let lines = compared(older, newer).into_iter().map(|line| {
                line.into_iter()
                    .filter(|(kind, _)| *kind == Kind::Same || *kind == wanted)
                    .map(|(_, text)| text)
                    .collect()
            });
            lines.collect::<Vec<String>>().concat()
        };
        assert_eq!(side(Kind::Deleted), older.replace('\n', ""));
        assert_eq!(side(Kind::Inserted), newer.replace('\n', ""));
    }
}
