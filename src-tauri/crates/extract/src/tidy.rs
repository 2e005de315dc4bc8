//! What a page puts beside its words for those who link to them or edit them, and pictures that stand for words.

use dom_query::{Document, NodeRef};
use memchr::memmem::find;

use crate::given;

/// Texts of links beside a heading that lead to it, or to where it is edited.
const ANCHORS: [&str; 8] = ["#", "¶", "§", "🔗", "🔗\u{fe0e}", "[edit]", "edit", "[edit | edit source]"];

/// What a page holds that may have any of it: most have none, and are not searched.
const HINTS: [&str; 4] = ["headerlink", "editsection", "anchor", "#</a>"];

/// Words in names of pictures that stand for words. Formulas of works of reference are drawn better than they are spelt.
const SIGNS: [&str; 5] = ["emoji", "smiley", "smilies", "emoticon", "latex"];

/// Takes such links out of the headings of a document, and puts words for the pictures that only stand for them.
pub(crate) fn tidy(document: &Document, html: &str) {
    let holds = |hints: &[&str]| hints.iter().any(|hint| find(html.as_bytes(), hint.as_bytes()).is_some());
    if holds(&SIGNS) {
        given::spell_signs(document, &SIGNS);
    }
    if !holds(&HINTS) {
        return;
    }
    let root = document.root();
    let anchors: Vec<NodeRef<'_>> = root.descendants_it().filter(is_anchor).collect();
    for anchor in anchors {
        anchor.remove_from_parent();
    }
}

/// Whether an element is such a link, or a wiki's box for them.
fn is_anchor(node: &NodeRef<'_>) -> bool {
    let is_heading = |node: &NodeRef<'_>| {
        node.node_name().is_some_and(|name| matches!(name.as_ref(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
    };
    if node.has_name("span") {
        return node.attr_or("class", "").split_whitespace().any(|name| name == "mw-editsection");
    }
    node.has_name("a")
        && ANCHORS.contains(&node.text().trim())
        && (node.ancestors_it(Some(3)).any(|above| is_heading(&above)))
}

#[cfg(test)]
mod tests {
    use crate::extract;

    #[test]
    fn headings_are_what_they_say() {
        let story = |day: &str| {
            let words = format!("The night ferry of {day} leaves at nine, and nobody on board expects to sleep. ");
            format!(
                "{words}There are forty berths, and on {day} ninety passengers, who bring blankets and cards. {words}"
            )
        };
        let [one, two, three, four] = ["Monday", "Tuesday", "Friday", "Sunday"].map(story);
        let page = format!(
            "<html><head><title>The ferry</title></head><body><article><h1>The ferry<a class=headerlink href=#ferry>¶</a></h1>\
             <p>{one}<img class=wp-smiley src=/emoji/1f525.png alt=🔥></p>\
             <h2>The bug<a class=anchor href=#bug hidden>#</a></h2><p>{two}</p>\
             <h2>History<span class=mw-editsection>[<a href=/edit>edit</a>]</span></h2><p>{three}</p>\
             <h2>Issue <a class=anchor href=/7>#7</a></h2><p>{four}</p></article></body></html>"
        );
        let article = extract(&page, "https://paper.example/ferry");
        assert_eq!(article.headline.as_deref(), Some("The ferry"));
        let lines: Vec<&str> = article.text.lines().filter(|line| line.len() < 40).collect();
        assert_eq!(lines, ["The bug", "History", "Issue #7"]);
        assert!(article.text.contains('🔥'), "{}", article.text);
    }
}
