//! What a page puts beside its words for those who link to them or edit them, and pictures that stand for words.

use dom_query::{Document, NodeRef};

use crate::given;
use crate::hints::{Hint, Hints};

/// Texts of links beside a heading that lead to it, or to where it is edited.
const ANCHORS: [&str; 8] = ["#", "¶", "§", "🔗", "🔗\u{fe0e}", "[edit]", "edit", "[edit | edit source]"];

/// Words in names of pictures that stand for words. Formulas of works of reference are drawn better than they are spelt.
const SIGNS: [&str; 5] = ["emoji", "smiley", "smilies", "emoticon", "latex"];

/// How cards that show another page name themselves, and their titles.
const CARD: &str = "bookmark-card";
/// See `CARD`.
const CARD_TITLE: &str = "bookmark-title";

/// Takes such links out of the headings of a document, and puts words for the pictures that only stand for them.
pub(crate) fn tidy(document: &Document, hints: Hints) {
    if hints.has(Hint::Sign) {
        given::spell_signs(document, &SIGNS);
    }
    spell_cards(document, hints);
    if !hints.has(Hint::Anchor) {
        return;
    }
    let root = document.root();
    let anchors: Vec<NodeRef<'_>> = root.descendants_it().filter(is_anchor).collect();
    for anchor in anchors {
        anchor.remove_from_parent();
    }
}

/// Writes the cards that show another page as what they are, a link with its title: their picture is that page's, and so are the
/// words beside it. Returns whether there are any.
pub(crate) fn spell_cards(document: &Document, hints: Hints) -> bool {
    if !hints.has(Hint::Card) {
        return false;
    }
    let is_word = |class: &str, name: &str| {
        class.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('-'))
    };
    let named = |node: &NodeRef<'_>, name: &str| {
        node.attr("class").is_some_and(|class| class.split_whitespace().any(|class| is_word(class, name)))
    };
    let cards: Vec<NodeRef<'_>> = document.root().descendants_it().filter(|node| named(node, CARD)).collect();
    for card in cards {
        let link = card.descendants_it().find(|node| node.has_name("a") && node.has_attr("href"));
        let title =
            card.descendants_it().find(|node| named(node, CARD_TITLE)).map(|node| node.text().trim().to_owned());
        let Some((link, title)) = link.zip(title.filter(|title| !title.is_empty())) else { continue };
        let anchor = document.tree.new_element("a");
        anchor.set_attr("href", &link.attr_or("href", ""));
        anchor.append_child(&document.tree.new_text(title.as_str()));
        let line = document.tree.new_element("p");
        line.append_child(&anchor);
        // What the author says of it.
        let caption =
            card.descendants_it().find(|node| node.has_name("figcaption")).map(|node| node.text().trim().to_owned());
        if let Some(caption) = caption.filter(|caption| !caption.is_empty()) {
            line.append_child(&document.tree.new_text(format!(" – {caption}").as_str()));
        }
        card.replace_with(&line);
    }
    true
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
    fn a_card_of_another_page_is_a_link_and_no_picture() {
        let words =
            "The night ferry leaves at nine, and nobody on board expects to sleep before it is at sea. ".repeat(3);
        let card = "<figure class=\"kg-card kg-bookmark-card\"><a class=kg-bookmark-container href=\"https://other.example/boats\">\
                    <div class=kg-bookmark-content><div class=kg-bookmark-title>All the boats</div><div class=kg-bookmark-description>\
                    A long description of another text.</div></div><div class=kg-bookmark-thumbnail><img src=/thumb.jpg width=800 \
                    height=600></div></a></figure>";
        let page = format!(
            "<html><head><title>The ferry</title></head><body><article><h1>The ferry</h1><p>{words}</p><p>{words} It sails.</p>{card}\
             <p>{words} It has sailed.</p><p>Nobody was left behind. {words}</p></article></body></html>"
        );
        let article = extract(&page, "https://paper.example/ferry");
        assert!(article.figures.is_empty() && article.lead.is_none(), "{:?}", article.figures);
        assert!(!article.text.contains("long description"), "{}", article.text);
        let given = crate::given(
            &format!("<p>{words}</p>{card}<p>x</p><img src=/photo.jpg>"),
            "https://paper.example/",
            None,
            &|_| false,
        );
        let given = given.unwrap();
        assert_eq!(given.figures.len(), 1);
        assert!(
            given.html.contains("<p><a href=\"https://other.example/boats\">All the boats</a></p>"),
            "{}",
            given.html
        );
    }

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
