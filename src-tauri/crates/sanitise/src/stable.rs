//! Whether a parser reads some markup exactly as it stands, so that cleaning it once more would change nothing.
//!
//! Parsers rebuild what is nested as the standard does not like it: blocks in paragraphs, links in links, whatever stands
//! between table cells, what was left open. Markup of plain elements that are closed in order, none of which ends another,
//! gives them no reason to. Everything else counts as not stable here, and is cleaned again to see.

use crate::formula;
use crate::lexer::{Lexer, Token};
use crate::pixels::is_pixel;

/// Elements that begin a block, before which a parser ends an open paragraph.
const BLOCKS: [&str; 20] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "figure",
    "figcaption",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "aside",
    "hr",
];

/// Elements within a line.
const INLINE: [&str; 24] = [
    "a", "abbr", "b", "bdi", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "u",
];

/// Whether `clean`, which the cleaner wrote, is read exactly as it stands.
pub(crate) fn is_stable(clean: &str) -> bool {
    // A parser turns a carriage return into a line feed.
    if clean.contains('\r') {
        return false;
    }
    let mut open: Vec<String> = Vec::new();
    for token in Lexer::new(clean) {
        match token {
            Token::Text(_) => {}
            Token::End { name } => {
                if open.pop().as_deref() != Some(name.as_str()) {
                    return false;
                }
            }
            Token::Start { name, attributes } => {
                // A link that lost its address loses more the next time, and one that lost anything else gets its `rel`,
                // which the cleaner writes last, in another place.
                let last = attributes.last().map(|attribute| attribute.name.as_str());
                if name == "a" && (last != Some("rel") || attributes.iter().all(|attribute| attribute.name != "href")) {
                    return false;
                }
                // A picture that lost the style which made it large is a dot, and an address that was made whole may be a
                // beacon's.
                if name == "img" && is_pixel(&attributes) {
                    return false;
                }
                // A formula is read and written anew.
                if name == "span" && attributes.iter().any(|attribute| attribute.name == formula::CARRIER) {
                    return false;
                }
                let block = BLOCKS.contains(&name.as_str());
                if !block && !INLINE.contains(&name.as_str()) || !fits(&name, block, &open) {
                    return false;
                }
                if !matches!(name.as_str(), "br" | "hr" | "img") {
                    open.push(name);
                }
            }
        }
    }
    open.is_empty()
}

fn fits(name: &str, block: bool, open: &[String]) -> bool {
    let is_heading = |name: &str| matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    if block && open.iter().any(|open| open == "p" || is_heading(open)) {
        return false;
    }
    match name {
        "a" => open.iter().all(|open| open != "a"),
        "li" => open.last().is_some_and(|parent| parent == "ul" || parent == "ol"),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pass;

    fn cleaned_once(markup: &str) -> String {
        pass(markup, url::Url::parse("https://paper.example/news/").ok().as_ref())
    }

    /// Cleaning again changes nothing wherever it is left out.
    fn holds(markup: &str) -> bool {
        let clean = cleaned_once(markup);
        !is_stable(&clean) || cleaned_once(&clean) == clean
    }

    #[test]
    fn an_ordinary_article_is_stable_and_a_table_is_looked_at_again() {
        let article = "<h2>A</h2><p>One <b>two <i>three</i></b> <a href=\"https://a.example/\">four</a><br>five &amp; six</p>\
                       <ul><li>x</li></ul><figure><img src=\"https://a.example/b.png\" alt=\"&quot;\"><figcaption>c</figcaption></figure>";
        assert!(is_stable(&cleaned_once(article)));
        for other in ["<table><tr><td>x</td></tr></table>", "<pre>\n\nx</pre>", "a&#13;b", "<ruby>a<rt>b</rt></ruby>"] {
            assert!(!is_stable(&cleaned_once(other)), "{other}");
        }
    }

    #[test]
    fn a_picture_that_becomes_a_dot_goes_at_once() {
        for late in [
            "<img src=a.png width=1 style='height: 300px'>",
            "<img src=a.png width=1 height=1e9>",
            "<img src='https:/\\pixel.wp.com/a.gif'>",
        ] {
            assert!(!is_stable(&cleaned_once(late)), "{late}");
            assert_eq!(crate::sanitise(late, Some("https://paper.example/")).as_str(), "", "{late}");
        }
    }

    #[test]
    fn a_link_that_lost_an_attribute_is_looked_at_again() {
        let link = "<a href=/x hreflang='?' dir=ltr>x</a>";
        assert!(holds(link), "{}", cleaned_once(link));
    }

    #[test]
    fn attacks_are_stable_where_they_are_said_to_be() {
        let beside = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared");
        let folder = std::env::var_os("BROADSHEET_SHARED").map_or(beside, std::path::PathBuf::from);
        let Ok(text) = std::fs::read_to_string(folder.join("feeds/xss.jsonl")) else {
            println!(
                "skipped: there is no collection of attacks (name the folder of the development data in BROADSHEET_SHARED)"
            );
            return;
        };
        for line in text.lines() {
            let attack: serde_json::Value = serde_json::from_str(line).unwrap();
            let markup = attack["html"].as_str().unwrap();
            assert!(holds(markup), "{markup}: {}", cleaned_once(markup));
        }
    }

    const PIECES: &[&str] = &[
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<em>",
        "</em>",
        "<a href=/x>",
        "</a>",
        "<div>",
        "</div>",
        "<ul>",
        "</ul>",
        "<ol>",
        "<li>",
        "</li>",
        "<h2>",
        "</h2>",
        "<h3>",
        "</h3>",
        "<blockquote>",
        "</blockquote>",
        "<figure>",
        "</figure>",
        "<figcaption>",
        "</figcaption>",
        "<img src=/i.png>",
        "<img data-src=/j.png>",
        "<br>",
        "</br>",
        "<hr>",
        "<span>",
        "</span>",
        "<section>",
        "</section>",
        "<code>",
        "</code>",
        "<q>",
        "</q>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<pre>",
        "</pre>",
        "\n",
        " ",
        "text",
        "&amp;",
        "&lt;b&gt;",
        "&#13;",
        "&nbsp;",
        "<",
        ">",
        "<!-- -->",
        "<svg>",
        "</svg>",
        "<title>",
        "</title>",
        "<p title=\"&quot;&lt;\">",
        "<a href=\"https://a.example/?a=1&b=2\">",
        "<ins>",
        "</ins>",
        "\u{1f}",
        "é",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn what_is_said_to_be_stable_is(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..24)) {
            let markup = pieces.concat();
            prop_assert!(holds(&markup), "{}", markup);
        }
    }
}
