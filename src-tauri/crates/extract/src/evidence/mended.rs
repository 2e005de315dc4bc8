//! JSON as publishers write it: in comments or CDATA, with raw line breaks and quotation marks in strings, semicolons and
//! trailing commas.

use serde_json::Value;

/// The values in a script's text; what cannot be mended is left out.
pub(super) fn values(text: &str) -> Vec<Value> {
    let text = bare(text);
    if text.is_empty() {
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
    let mended = mended(text, false);
    let found = read(&mended);
    if found.is_empty() { read(&self::mended(text, true)) } else { found }
}

fn read(text: &str) -> Vec<Value> {
    serde_json::Deserializer::from_str(text).into_iter::<Value>().map_while(Result::ok).collect()
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

/// Takes out what JSON does not allow. With `quotes`, a quotation mark that nothing of JSON's own follows counts as part
/// of its string.
fn mended(text: &str, quotes: bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut quoted = false;
    let mut escaped = false;
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if !quoted {
            match character {
                '"' => quoted = true,
                '}' | ']' => {
                    while out.ends_with(|next: char| next.is_whitespace() || next == ',') {
                        out.pop();
                    }
                }
                _ => {}
            }
            out.push(character);
            continue;
        }
        match character {
            _ if escaped => {
                escaped = false;
                if !matches!(character, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') {
                    // An escape that JSON does not know stands for the character itself.
                    out.pop();
                    if character.is_control() {
                        out.push(' ');
                        continue;
                    }
                }
            }
            '\\' => escaped = true,
            '"' if quotes => {
                let follows = rest.as_str().trim_start().chars().next();
                if matches!(follows, None | Some(',' | ':' | '}' | ']')) {
                    quoted = false;
                } else {
                    out.push('\\');
                }
            }
            '"' => quoted = false,
            control if control.is_control() => {
                out.push(' ');
                continue;
            }
            _ => {}
        }
        out.push(character);
    }
    out
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
        ] {
            let found = values(broken);
            assert_eq!(found.first().and_then(|value| value.get("a")?.as_str()), Some("b c"), "{broken}");
        }
        assert!(values("").is_empty());
        assert!(values("var x = 1").is_empty());
    }
}
