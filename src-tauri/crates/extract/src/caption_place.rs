//! Captions that nothing but their place or their look tells of.

use dom_query::NodeRef;

use crate::caption::labelled;
use crate::measure::chars_in;
use crate::picture_names::{has_name, holds};
use crate::words::same;

/// Characters of a caption that nothing but its look tells of.
const LINE: usize = 200;

/// Characters of one that only stands beside its picture.
const SHORT_LINE: usize = 120;

/// Whether an element below a picture is set as a caption is, and what follows is not: one line, all of it small or in italics, or
/// centred and not linked. What stands in quotation marks is somebody's word.
pub(crate) fn is_set_apart(node: &NodeRef<'_>) -> bool {
    let follows = node.next_element_sibling();
    is_line(node)
        && !node.text().trim_start().starts_with(['“', '"', '«', '„'])
        && !follows.is_some_and(|next| is_line(&next))
}

fn is_line(node: &NodeRef<'_>) -> bool {
    let name = node.node_name();
    if !name.as_deref().is_some_and(|name| matches!(name, "p" | "div" | "center" | "small" | "em" | "i")) {
        return false;
    }
    let chars = chars_in(node, LINE + 1);
    let is_small = |inner: &NodeRef<'_>| ["em", "i", "small"].iter().any(|name| inner.has_name(name));
    let is_all_small =
        || is_small(node) || node.descendants_it().any(|inner| is_small(&inner) && chars_in(&inner, LINE + 1) == chars);
    let is_linked = || node.descendants_it().any(|inner| inner.has_name("a") || inner.has_name("br"));
    (4..=LINE).contains(&chars) && (is_all_small() || is_centred(node) && !is_linked())
}

/// Whether an element below a picture is one line that is a credit with its label, or ends with one.
pub(crate) fn is_labelled_line(node: &NodeRef<'_>) -> bool {
    let is_plain =
        node.node_name().is_some_and(|name| matches!(name.as_ref(), "p" | "div" | "center" | "small" | "em" | "i"));
    is_plain
        && (4..=LINE).contains(&chars_in(node, LINE + 1))
        && !node.descendants_it().any(|inner| inner.has_name("br") || inner.has_name("p"))
        && labelled(&node.text()).is_some()
}

/// Whether an element below a picture is one line that says what the picture's alternative text says.
pub(crate) fn is_line_of(node: &NodeRef<'_>, alt: &str) -> bool {
    let is_plain = node
        .node_name()
        .is_some_and(|name| matches!(name.as_ref(), "p" | "div" | "center" | "small" | "em" | "i" | "span"));
    // The name of another story under its picture is a link.
    let is_linked = || {
        node.descendants_it().any(|inner| inner.has_name("a"))
            || node.ancestors_it(Some(4)).any(|above| above.has_name("a"))
    };
    is_plain && alt.chars().count() >= 8 && chars_in(node, LINE + 1) <= LINE && same(&node.text(), alt) && !is_linked()
}

/// Whether an element is a picture and, below a break, a line that is set or labelled as its words.
pub(crate) fn is_picture_above_line(node: &NodeRef<'_>, image: &NodeRef<'_>) -> bool {
    if !node.node_name().is_some_and(|name| matches!(name.as_ref(), "p" | "div" | "center" | "span")) {
        return false;
    }
    let mut parts = node.children_it(false).filter(|part| part.is_element() || !part.text().trim().is_empty());
    let holds_image = |part: &NodeRef<'_>| {
        (part.id == image.id || part.descendants_it().any(|inner| inner.id == image.id)) && chars_in(part, 1) == 0
    };
    let is_break = |part: &NodeRef<'_>| part.has_name("br");
    if !parts.next().is_some_and(|part| holds_image(&part)) || !parts.next().is_some_and(|part| is_break(&part)) {
        return false;
    }
    let line: Vec<NodeRef<'_>> = parts.skip_while(is_break).collect();
    let is_inline = |part: &NodeRef<'_>| {
        part.node_name().is_none_or(|name| {
            matches!(
                name.as_ref(),
                "#text" | "a" | "span" | "small" | "b" | "strong" | "i" | "em" | "font" | "u" | "cite"
            )
        })
    };
    let is_small = |part: &NodeRef<'_>| ["em", "i", "small"].iter().any(|name| part.has_name(name));
    let is_centred = || is_centred(node) || node.parent().is_some_and(|above| is_centred(&above));
    let is_linked =
        || line.iter().any(|part| part.has_name("a") || part.descendants_it().any(|inner| inner.has_name("a")));
    let is_set = line.iter().all(is_small) || is_centred() && !is_linked();
    !line.is_empty()
        && line.iter().all(|part| is_inline(part) && part.descendants_it().all(|inner| is_inline(&inner)))
        && (4..=LINE).contains(&chars_in(node, LINE + 1))
        && (is_set || labelled(&node.text()).is_some() || is_numbered(&node.text()))
}

/// Whether a line begins as captions of works of science do: `Figure 1. …`.
fn is_numbered(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let is_kind = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "figure" | "fig." | "abbildung" | "abb." | "figura" | "rysunek" | "obrázek"
        )
    };
    words.next().is_some_and(is_kind)
        && words
            .next()
            .is_some_and(|word| word.ends_with(['.', ':']) && word.starts_with(|next: char| next.is_ascii_digit()))
}

/// Whether an element's own attributes centre what stands in it.
fn is_centred(node: &NodeRef<'_>) -> bool {
    let style: String = node.attr_or("style", "").chars().filter(|next| !next.is_whitespace()).collect();
    style.contains("text-align:center")
        || node.attr_or("align", "").eq_ignore_ascii_case("center")
        || node.has_name("center")
        || has_name(node, |names| {
            holds(names, "align-center") || holds(names, "aligncenter") || holds(names, "f_center")
        })
}

/// Whether an element is a picture in one part and a line of words in another, and nothing else.
pub(crate) fn is_pair(node: &NodeRef<'_>, image: &NodeRef<'_>) -> bool {
    let parts: Vec<NodeRef<'_>> =
        node.children_it(false).filter(|part| part.is_element() || !part.text().trim().is_empty()).collect();
    let [first, second] = parts.as_slice() else { return false };
    let is_plain = |inner: NodeRef<'_>| {
        inner.node_name().is_none_or(|name| {
            matches!(name.as_ref(), "span" | "p" | "small" | "b" | "strong" | "i" | "em" | "br" | "div")
        })
    };
    let holds_image = first.id == image.id || first.descendants_it().any(|inner| inner.id == image.id);
    let paragraphs = || second.descendants_it().filter(|inner| inner.has_name("p")).count();
    (node.has_name("div") || node.has_name("span"))
        && holds_image
        && chars_in(first, 1) == 0
        && second.is_element()
        && (4..=SHORT_LINE).contains(&chars_in(second, SHORT_LINE + 1))
        && second.descendants_it().all(is_plain)
        && is_plain(*second)
        && paragraphs() <= 1
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use crate::figures::lift;
    use crate::stated_words::StatedWords;

    fn caption(markup: &str) -> Option<String> {
        let document = Document::from(markup);
        lift(&document, &StatedWords::default(), None, &[]).remove(0).figure.caption
    }

    #[test]
    fn a_line_that_is_set_as_a_caption_is_one() {
        let img = "<img src=https://paper.example/a.jpg width=800 height=600>";
        let text = "<p>The ferry leaves at nine, and nobody on board expects to sleep before it is at sea.</p>";
        for after in [
            format!("<p>{img}</p><p><em>The quay at dusk</em></p>"),
            format!("<p>{img}</p><p style='text-align: center'>The quay at dusk</p>"),
            format!("<div>{img}<div><small>The quay at dusk</small></div></div>"),
            format!("<div><div>{img}</div><div class=x1>The quay at dusk</div></div>"),
            format!("<p>{img}<br><em>The quay at dusk</em></p>"),
            format!("<div align=center><a href=/a>{img}</a><br><br>The <b>quay</b> at dusk</div>"),
            format!("<p>{img}<br>The quay at dusk Photo: Ida Berg</p>"),
            format!("<p>{img}</p><p>The quay at dusk (Photo: Ida Berg)</p>"),
            format!(
                "<table><tr><td><a href=/a>{img}</a></td></tr><tr><td class=tr-caption>The quay at dusk</td></tr></table>"
            ),
        ] {
            let page = format!("<article>{text}{after}{text}</article>");
            assert_eq!(caption(&page).as_deref(), Some("The quay at dusk"), "{page}");
        }
        for after in [
            format!("<p>{img}</p><p>The <em>quay</em> at dusk</p>"),
            format!("<p>{img}<br>The quay at dusk</p>"),
            format!("<p>{img}<br><em>The quay</em><br><em>at dusk</em></p>"),
            format!("<p>{img}<br><em>{}</em></p>", "The quay at dusk. ".repeat(20)),
            format!("<p>{img}</p><p><em>The quay at dusk</em></p><p><em>It was a long day</em></p>"),
            format!("<p>{img}</p><p><em>“What a quay that is!”</em></p>"),
            format!("<p>{img}</p><p align=center><a href=/x>The quay at dusk</a></p>"),
            format!("<div><div>{img}</div><div><h3>The quay at dusk</h3></div></div>"),
            format!("<div><div>{img}</div><div>{}</div></div>", "The quay at dusk. ".repeat(9)),
        ] {
            let page = format!("<article>{text}{after}{text}</article>");
            assert_eq!(caption(&page), None, "{page}");
        }
    }
}
