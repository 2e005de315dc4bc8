//! Bounds on what a page may ask of us.

/// Largest page that is read, in bytes; what comes after is cut off.
const MOST_BYTES: usize = 12 * 1024 * 1024;

/// Elements open at once. Browsers flatten at 512.
const DEEPEST: usize = 400;

const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that close each other, so that a thousand in a row are no nesting.
const CLOSE_THEMSELVES: [&str; 10] = ["p", "li", "dt", "dd", "tr", "td", "th", "option", "tbody", "a"];

/// The page, cut where it becomes too large or too deep for a parser whose time grows with depth.
pub(crate) fn bounded(html: &str) -> &str {
    let mut end = html.len().min(MOST_BYTES);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let html = html.get(..end).unwrap_or_default();
    let mut depth: usize = 0;
    let mut at = 0;
    while let Some(found) = html.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let rest = html.get(start + 1..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("!--") {
            at = html.len() - comment.find("-->").map_or(comment, |end| comment.get(end..).unwrap_or_default()).len();
            continue;
        }
        let (closing, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let length = rest.find(|next: char| !next.is_ascii_alphanumeric() && next != '-').unwrap_or(rest.len());
        let name = rest.get(..length).unwrap_or_default().to_ascii_lowercase();
        at = html.len() - rest.len() + length;
        if name.is_empty() || VOID.contains(&name.as_str()) || CLOSE_THEMSELVES.contains(&name.as_str()) {
            continue;
        }
        if closing {
            depth = depth.saturating_sub(1);
        } else if name == "script" || name == "style" {
            let close = format!("</{name}");
            let tail = html.get(at..).unwrap_or_default();
            at += tail
                .find(&close)
                .or_else(|| tail.find(&close.to_ascii_uppercase()))
                .map_or(tail.len(), |found| found + close.len());
        } else if !closes_itself(rest) {
            depth += 1;
            if depth > DEEPEST {
                return html.get(..start).unwrap_or_default();
            }
        }
    }
    html
}

/// Whether a tag ends with `/>`, as the shapes of a drawing do.
fn closes_itself(tag: &str) -> bool {
    tag.find('>').and_then(|end| tag.get(..end)).is_some_and(|inside| inside.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_counts_and_length_does_not() {
        for flat in [
            "<svg><path d='x'/>".repeat(9) + &"<path d='x'/>".repeat(900),
            "<p>x".repeat(900),
            "<div></div>".repeat(900),
            "<!-- <div> -->".repeat(900),
        ] {
            assert_eq!(bounded(&flat), flat);
        }
        assert!(bounded(&"<div>".repeat(20_000)).len() < 5_000);
    }
}
