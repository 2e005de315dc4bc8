//! The article that a page keeps in its scripts' data and shows only once they run.
//!
//! Such data has no common form. What it has in common is looked for: a text of HTML paragraphs, or a list most of whose
//! members are paragraphs. Everything is bounded, since scripts may be megabytes long.

use memchr::memmem;
use serde_json::{Map, Value};

use crate::words::{escape, length, plain};

/// Scripts shorter than this hold no article, in bytes.
const LEAST_SCRIPT: usize = 600;

/// Places in one script at which data is looked for.
const MOST_TRIES: usize = 60;

/// How many times over the text of a script is read, where reading fails again and again.
const MOST_READINGS: usize = 4;

/// Values of one script that are looked at.
const MOST_VALUES: usize = 300_000;

/// How deep data is followed.
const DEEPEST: usize = 60;

/// Characters from which on a text counts as a paragraph of an article.
const PARAGRAPH: usize = 60;

/// Keys under which a member of a list keeps its text, best first.
const TEXT_KEYS: [&str; 11] =
    ["text", "content", "value", "html", "body", "copy", "paragraph", "children", "items", "blocks", "nodes"];

/// Kinds of members that are no text of the article.
const NO_TEXT: [&str; 20] = [
    "ad",
    "advert",
    "promo",
    "newsletter",
    "related",
    "recirc",
    "interstitial",
    "embed",
    "social",
    "video",
    "audio",
    "link_list",
    "player",
    "script",
    "style",
    "poll",
    "form",
    "paywall",
    "button",
    "divider",
];

/// A story as HTML: the longest that any script of the page holds.
pub(crate) fn story(html: &str) -> Option<String> {
    let mut best = Best::default();
    for script in scripts(html) {
        for value in values(script) {
            let mut left = MOST_VALUES;
            look(&value, &mut best, 0, &mut left);
        }
    }
    best.html
}

#[derive(Default)]
struct Best {
    html: Option<String>,
    words: usize,
}

impl Best {
    fn offer(&mut self, words: usize, html: impl FnOnce() -> String) {
        if words > self.words {
            self.words = words;
            self.html = Some(html());
        }
    }
}

/// Texts of the page's scripts.
fn scripts(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        loop {
            let at = memmem::find(rest.as_bytes(), b"<script")?;
            let tag = rest.get(at..)?;
            let text = tag.get(tag.find('>')? + 1..)?;
            let end = memmem::find(text.as_bytes(), b"</script").unwrap_or(text.len());
            rest = text.get(end..)?;
            let text = text.get(..end)?;
            if text.len() >= LEAST_SCRIPT {
                return Some(text);
            }
        }
    })
}

/// The JSON values in a script: the whole of it, or what its program assigns and passes on.
fn values(script: &str) -> Vec<Value> {
    let mut found = Vec::new();
    if !broadsheet_json::is_bounded(script) {
        return found;
    }
    let mut rest = script;
    let (mut tries, mut left) = (0, script.len().saturating_mul(MOST_READINGS));
    while tries < MOST_TRIES && left > 0 {
        let Some(at) = next_value(rest) else { break };
        rest = rest.get(at..).unwrap_or_default();
        tries += 1;
        let mut reader = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        match reader.next() {
            Some(Ok(value)) => {
                let end = reader.byte_offset().max(1);
                if end >= LEAST_SCRIPT {
                    found.push(value);
                }
                rest = rest.get(end..).unwrap_or_default();
            }
            Some(Err(error)) => {
                let lines = rest.split_inclusive('\n').take(error.line().saturating_sub(1));
                left = left.saturating_sub(lines.map(str::len).sum::<usize>() + error.column());
                rest = rest.get(1..).unwrap_or_default();
            }
            None => break,
        }
    }
    found
}

/// Where data may begin: at an object with a quoted key, or a list.
fn next_value(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    ["{\"", "[{", "[\"", "[1,\""].iter().filter_map(|start| memmem::find(bytes, start.as_bytes())).min()
}

fn look(value: &Value, best: &mut Best, depth: usize, left: &mut usize) {
    if depth > DEEPEST || *left == 0 {
        return;
    }
    *left -= 1;
    match value {
        Value::String(text) => look_at_text(text, best, depth, left),
        Value::Array(list) => {
            look_at_list(list, best);
            list.iter().for_each(|value| look(value, best, depth + 1, left));
        }
        Value::Object(object) => object.values().for_each(|value| look(value, best, depth + 1, left)),
        _ => {}
    }
}

fn look_at_text(text: &str, best: &mut Best, depth: usize, left: &mut usize) {
    if text.len() < 400 {
        return;
    }
    if text.trim_start().starts_with(['{', '['])
        && broadsheet_json::is_bounded(text)
        && let Ok(inner) = serde_json::from_str::<Value>(text)
    {
        look(&inner, best, depth + 1, left);
    } else if text.matches("<p").take(2).count() == 2 && !text.contains("<body") && !text.contains("<nav") {
        // Whole pages, templates and menus are no story.
        let words = plain(text).map_or(0, |text| length(&text));
        best.offer(words, || text.to_owned());
    }
}

fn look_at_list(list: &[Value], best: &mut Best) {
    if list.len() < 3 || list.len() > 2_000 {
        return;
    }
    let members: Vec<Member> = list.iter().map(member).collect();
    let (mut paragraphs, mut words) = (0, 0);
    for member in &members {
        if let Member::Text { words: own, is_paragraph: true, .. } = member {
            paragraphs += 1;
            words += own;
        }
    }
    let strangers = members.iter().filter(|member| matches!(member, Member::Stranger)).count();
    if paragraphs >= 3 && strangers * 3 < members.len() {
        best.offer(words, || members.iter().map(Member::html).collect());
    }
}

/// What a member of a list is, should the list be a story.
enum Member {
    Text {
        html: String,
        name: &'static str,
        words: usize,
        is_paragraph: bool,
    },
    Picture(String),
    /// Belongs there, and is not text.
    Silent,
    /// Does not belong there.
    Stranger,
}

impl Member {
    fn html(&self) -> String {
        match self {
            Self::Text { html, .. } if html.contains("<p") => html.clone(),
            Self::Text { html, name, .. } => format!("<{name}>{html}</{name}>"),
            Self::Picture(html) => html.clone(),
            Self::Silent | Self::Stranger => String::new(),
        }
    }
}

fn member(value: &Value) -> Member {
    match value {
        Value::Object(object) => member_of(object),
        _ => Member::Stranger,
    }
}

fn member_of(object: &Map<String, Value>) -> Member {
    // A list of other stories names each of them.
    if ["headline", "slug", "canonicalUrl", "canonical_url"].iter().any(|key| object.contains_key(*key)) {
        return Member::Stranger;
    }
    let kind = ["type", "__typename", "_type", "kind", "tagName", "tag", "name", "role", "style"]
        .iter()
        .find_map(|key| object.get(*key)?.as_str())
        .unwrap_or_default()
        .to_lowercase();
    if is_kind(&kind, &["image", "photo", "picture", "figure"])
        && let Some(html) = picture(object)
    {
        return Member::Picture(html);
    }
    if is_kind(&kind, &NO_TEXT) {
        return Member::Silent;
    }
    let mut html = String::new();
    inline(object, &mut html, 0);
    let Some(text) = plain(&html) else { return Member::Silent };
    let name = if is_kind(&kind, &["head", "header", "heading", "title", "h2", "h3", "subhead"]) {
        "h2"
    } else if is_kind(&kind, &["quote", "blockquote", "pullquote"]) {
        "blockquote"
    } else {
        "p"
    };
    let is_paragraph = name != "h2" && text.chars().count() >= PARAGRAPH && text.contains([' ', '。', '、', '，']);
    Member::Text { words: length(&text), html, name, is_paragraph }
}

/// Whether the words of a kind's name hold one of these, or begin or end with one that is long enough to mean it.
fn is_kind(kind: &str, wanted: &[&str]) -> bool {
    kind.split(|next: char| !next.is_alphanumeric()).any(|word| {
        wanted
            .iter()
            .any(|wanted| word == *wanted || wanted.len() >= 5 && (word.starts_with(wanted) || word.ends_with(wanted)))
    })
}

/// The text that a member holds, as HTML.
fn inline(object: &Map<String, Value>, out: &mut String, depth: usize) {
    if depth > 8 {
        return;
    }
    for key in TEXT_KEYS {
        let before = out.len();
        match object.get(key) {
            Some(Value::String(text)) if text.contains("</") => out.push_str(text),
            Some(Value::String(text)) => out.push_str(&escape(text)),
            Some(Value::Array(list)) => {
                for value in list {
                    match value {
                        Value::String(text) => out.push_str(&escape(text)),
                        Value::Object(inner) => {
                            let kind = inner.get("type").and_then(Value::as_str).unwrap_or_default().to_lowercase();
                            if !is_kind(&kind, &NO_TEXT) {
                                inline(inner, out, depth + 1);
                            }
                        }
                        _ => {}
                    }
                }
            }
            Some(Value::Object(inner)) => inline(inner, out, depth + 1),
            _ => {}
        }
        // One key holds the text; others repeat it.
        if out.len() > before {
            return;
        }
    }
}

fn picture(object: &Map<String, Value>) -> Option<String> {
    let text = |keys: &[&str]| keys.iter().find_map(|key| object.get(*key).and_then(crate::evidence::first_text));
    let address = |object: &Map<String, Value>| {
        ["url", "src", "contentUrl", "imageUrl"].iter().find_map(|key| object.get(*key)?.as_str().map(str::to_owned))
    };
    let src = address(object).or_else(|| {
        ["image", "media", "original", "file"].iter().find_map(|key| object.get(*key)?.as_object().and_then(address))
    })?;
    let alt = text(&["alt", "alt_text", "altText"]).unwrap_or_default();
    let caption = text(&["caption", "description"]).unwrap_or_default();
    let credit = text(&["credit", "credits", "photographer", "source", "copyright"]).unwrap_or_default();
    Some(format!(
        "<figure><img src=\"{}\" alt=\"{}\"><figcaption>{} <span class=\"credit\">{}</span></figcaption></figure>",
        escape(&src),
        escape(&alt),
        escape(&caption),
        escape(&credit)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "The ferry left Merrow at noon with forty people on board, a dog, and the mail.";

    fn shown(script: &str) -> Option<String> {
        let filler = " ".repeat(LEAST_SCRIPT);
        story(&format!("<body><script>{script}{filler}</script><script>x</script>")).and_then(|html| plain(&html))
    }

    #[test]
    fn stories_are_found_in_every_form() {
        let told = format!("{LINE} {LINE} {LINE}");
        let nodes = |one: &dyn Fn(&str) -> Value| Value::from(vec![one(LINE), one(LINE), one(LINE)]);
        let html = Value::from(format!("<p>{LINE}</p> <p>{LINE}</p> <p>{LINE}</p>{}", " ".repeat(400)));
        let filler = Value::from("x".repeat(LEAST_SCRIPT));
        for story in [
            html.clone(),
            nodes(&|text| serde_json::json!({"type": "text", "content": format!("{text} ")})),
            nodes(
                &|text| serde_json::json!({"type": "paragraph", "content": [{"type": "text", "value": format!("{text} ")}]}),
            ),
            nodes(&|text| serde_json::json!({"__typename": "Paragraph", "text": format!("{text} "), "html": "twice"})),
            Value::from(serde_json::json!({"inner": html}).to_string()),
        ] {
            let data = serde_json::json!({"props": {"story": story, "filler": filler}});
            for script in [
                data.to_string(),
                format!("window.__STATE__ = {data};"),
                format!("f.push([1,{}])", Value::from(data.to_string())),
            ] {
                assert_eq!(shown(&script).as_deref(), Some(told.as_str()), "{script}");
            }
        }
    }

    #[test]
    fn lists_of_other_stories_are_none() {
        let other = serde_json::json!({"headline": "Ferries", "text": LINE, "slug": "x"});
        let filler = "x".repeat(LEAST_SCRIPT);
        assert_eq!(
            shown(&serde_json::json!({"related": [other, other, other, other], "filler": filler}).to_string()),
            None
        );
        assert_eq!(shown(&format!("var x = {{\"a\": [1, 2], b: '{filler}'}}")), None);
    }
}
