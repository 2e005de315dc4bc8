//! What is broken in JSON, and what was meant: comments and CDATA around it, comments in it, raw line breaks and quotation marks in
//! strings, halves of characters, values that are missing or no JSON's, commas too many, and an end that did not come.

use serde_json::Value;

use crate::is_bounded;

/// The values in a script's text; what cannot be mended, and what holds too many, is left out.
#[must_use]
pub fn values(text: &str) -> Vec<Value> {
    let text = bare(text);
    if text.is_empty() || !is_bounded(text) {
        return Vec::new();
    }
    let found = read(text);
    if !found.is_empty() {
        return found;
    }
    if text.contains("&quot;") {
        let found = read(&text.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&"));
        if !found.is_empty() {
            return found;
        }
    }
    if !text.starts_with(['{', '[']) {
        return Vec::new();
    }
    let mended = mended(text, false);
    let found = read(&mended);
    if found.is_empty() { read(&self::mended(text, true)) } else { found }
}

/// A document, mended; `None` where it holds none.
pub(crate) fn document(text: &str) -> Option<Value> {
    let begins = text.trim_start().starts_with(['{', '[']);
    let read = |quotes| serde_json::from_str(&mended(text, quotes)).ok();
    begins.then(|| read(false).or_else(|| read(true))).flatten()
}

/// The values of a text one after the other; a comma between them is passed over.
fn read(text: &str) -> Vec<Value> {
    let (mut rest, mut found) = (text, Vec::new());
    loop {
        let mut reader = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        found.extend(reader.by_ref().map_while(Result::ok));
        let behind = rest.get(reader.byte_offset()..).unwrap_or_default().trim_start();
        match behind.strip_prefix([',', ';']) {
            Some(next) if behind.len() < rest.len() => rest = next,
            _ => return found,
        }
    }
}

/// A script's text without what hides it from old browsers.
fn bare(text: &str) -> &str {
    let mut text = text.trim().trim_start_matches('\u{feff}');
    for _ in 0..3 {
        for before in ["<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "/* <![CDATA[ */", "<![CDATA[", "//"] {
            text = text.strip_prefix(before).unwrap_or(text).trim_start();
        }
        for after in ["-->", "//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>", ";", "//"] {
            text = text.strip_suffix(after).unwrap_or(text).trim_end();
        }
    }
    text
}

/// Takes out what JSON does not allow, and closes what was left open. With `quotes`, a quotation mark that nothing of JSON's own
/// follows counts as part of its string.
fn mended(text: &str, quotes: bool) -> String {
    let mut mending = Mending { out: String::with_capacity(text.len() + 16), open: Vec::new() };
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let behind = rest.get(character.len_utf8()..).unwrap_or_default();
        rest = match character {
            '"' => mending.string(behind, quotes),
            '/' if behind.starts_with('/') => behind.split_once('\n').map_or("", |(_, next)| next),
            '/' if behind.starts_with('*') => behind.split_once("*/").map_or("", |(_, next)| next),
            _ if character.is_alphabetic() => mending.word(rest),
            _ => {
                mending.sign(character);
                behind
            }
        };
    }
    mending.end()
}

/// A text on its way to being JSON.
struct Mending {
    out: String,
    /// What closes the objects and lists that are open.
    open: Vec<char>,
}

impl Mending {
    /// Gives what lacks its value one, and takes commas back that nothing follows.
    fn settle(&mut self, with_comma: bool) {
        self.out.truncate(self.out.trim_end().len());
        while with_comma && self.out.ends_with(',') {
            self.out.pop();
            self.out.truncate(self.out.trim_end().len());
        }
        if self.out.ends_with(':') {
            self.out.push_str("null");
        }
    }

    fn sign(&mut self, sign: char) {
        match sign {
            '{' => self.open.push('}'),
            '[' => self.open.push(']'),
            '}' | ']' => {
                self.settle(true);
                self.open.pop();
            }
            ',' => {
                self.settle(false);
                if self.out.ends_with([',', '[', '{']) {
                    return;
                }
            }
            _ => {}
        }
        self.out.push(sign);
    }

    /// A word: one of JSON's own, an exponent, or one that stands for nothing.
    fn word<'t>(&mut self, text: &'t str) -> &'t str {
        let end = text.find(|next: char| !next.is_alphanumeric() && next != '_').unwrap_or(text.len());
        let (word, behind) = text.split_at_checked(end).unwrap_or((text, ""));
        let is_exponent = self.out.ends_with(|next: char| next.is_ascii_digit()) && word.starts_with(['e', 'E']);
        if matches!(word, "true" | "false" | "null") || is_exponent {
            self.out.push_str(word);
        } else {
            if self.out.ends_with('-') {
                self.out.pop();
            }
            self.out.push_str("null");
        }
        behind
    }

    /// A string behind its opening mark; answers what follows it.
    fn string<'t>(&mut self, text: &'t str, quotes: bool) -> &'t str {
        self.out.push('"');
        let mut rest = text.chars();
        while let Some(character) = rest.next() {
            match character {
                '\\' => rest = self.escape(rest.as_str()).chars(),
                '"' => {
                    let follows = rest.as_str().trim_start().chars().next();
                    if !quotes || matches!(follows, None | Some(',' | ':' | '}' | ']')) {
                        self.out.push('"');
                        return rest.as_str();
                    }
                    self.out.push_str("\\\"");
                }
                control if control.is_control() => self.out.push(' '),
                other => self.out.push(other),
            }
        }
        self.out.push('"');
        ""
    }

    /// What follows a backslash; an escape that JSON does not know stands for the character itself, half a character for none.
    fn escape<'t>(&mut self, text: &'t str) -> &'t str {
        let Some(character) = text.chars().next() else { return "" };
        let behind = text.get(character.len_utf8()..).unwrap_or_default();
        let unit = |text: &str| text.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
        match character {
            'u' => {
                let (first, second) = (unit(behind), behind.get(4..).and_then(|next| unit(next.strip_prefix("\\u")?)));
                let (length, is_whole) = match (first, second) {
                    (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (10, true),
                    (Some(0xd800..=0xdfff), _) => (4, false),
                    (Some(_), _) => (4, true),
                    (None, _) => (0, false),
                };
                let (written, after) = behind.split_at_checked(length).unwrap_or((behind, ""));
                if is_whole {
                    self.out.push_str("\\u");
                    self.out.push_str(written);
                } else {
                    self.out.push('\u{fffd}');
                }
                return after;
            }
            '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' => {
                self.out.push('\\');
                self.out.push(character);
            }
            control if control.is_control() => self.out.push(' '),
            other => self.out.push(other),
        }
        behind
    }

    /// Closes what is open still.
    fn end(mut self) -> String {
        while let Some(close) = self.open.pop() {
            self.settle(true);
            // A key without its value says nothing.
            self.out.push(close);
        }
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_publishers_write_is_read() {
        for broken in [
            "<!-- {\"a\":\"b c\"} -->",
            "//<![CDATA[\n{\"a\":\"b\nc\",}\n//]]>",
            "{\"a\":\"b c\"};",
            "{&quot;a&quot;:&quot;b c&quot;}",
            "{\"a\":\"b c\",\n}",
            "{\"x\":\"he said \"no\" twice\",\"a\":\"b c\"}",
            "{\"x\":\"it\\'s\",\"a\":\"b c\"}",
            "{\"x\": ,\"y\":[1,,2],,\"a\":\"b c\"}",
            "{\"x\":-Infinity,\"z\":1e9,\"a\":\"b c\"}",
            "{ // first\n \"a\":\"b c\" /* last */ }",
            "{\"a\":\"b c\",\"x\":[{\"y\":\"that brok",
            "{\"a\":\"b c\",\"x\":",
            "{\"a\":\"b c\"},{\"d\":1}",
            "{\"a\":\"b c\",\"x\":\"half \\ud83d of it\"}",
        ] {
            let found = values(broken);
            assert_eq!(found.first().and_then(|value| value.get("a")?.as_str()), Some("b c"), "{broken}");
        }
        assert_eq!(values("{\"a\":1},{\"b\":2};").len(), 2);
        assert_eq!(values("{\"x\":\"\\ud83d\\ude00\",}")[0]["x"], "😀");
        assert!(values("").is_empty());
        assert!(values("var x = 1").is_empty());
    }
}
