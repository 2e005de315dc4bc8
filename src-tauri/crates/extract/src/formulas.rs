//! Formulas: each stands in its text as its words, and goes into the article as MathML.
//!
//! Pages draw a formula in several ways at once, for eyes, for ears and for old browsers; the MathML is kept, and the rest is
//! the same again.

use broadsheet_model::{Formula, FormulaReader};
use dom_query::{Document, NodeRef};

use crate::hints::{Hint, Hints};
use crate::tag::Tag;

/// The element that holds a formula's words in a document, and the attribute in which it carries its markup. No page can have it:
/// the names that a parser reads are small.
pub(crate) const FORMULA: &str = "Formula";
/// See `FORMULA`.
pub(crate) const MARKUP: &str = "markup";

/// Bytes of the TeX in a script.
const MOST_TEX: usize = 4_000;

/// Elements around a formula that may hold it alone, and elements beside it in each that may show it again.
const AROUND: usize = 4;
/// See `AROUND`.
const BESIDE: usize = 3;

/// Takes away what shows the formulas of a document again. Returns whether it has any.
pub(crate) fn bare(document: &Document, hints: Hints) -> bool {
    if !hints.has(Hint::Formula) {
        return false;
    }
    for formula in formulas(document) {
        let mut at = formula;
        for _ in 0..AROUND {
            drop_copies(at);
            let holds_it_alone = |above: &NodeRef<'_>| is_within_a_line(above) && is_alone(&at);
            let Some(above) = at.parent().filter(holds_it_alone) else { break };
            // What ears and eyes get is hidden from the other, and the formula is both of them from here on.
            above.remove_attrs(&["style", "aria-hidden", "hidden"]);
            at = above;
        }
    }
    true
}

/// Puts the words of each formula of a document in its place, which carry its markup.
pub(crate) fn mark(document: &Document, hints: Hints) {
    if !bare(document, hints) {
        return;
    }
    let scripts: Vec<NodeRef<'_>> = document.root().descendants_it().filter(is_tex).collect();
    for script in scripts {
        let drawing =
            std::iter::successors(script.prev_sibling(), NodeRef::prev_sibling).find(|before| !is_blank(before));
        if let Some(drawing) = drawing.filter(is_drawn) {
            if holds_formula(&drawing) {
                script.remove_from_parent();
                continue;
            }
            drawing.remove_from_parent();
        }
        let tex = bare_script(&script.text());
        let text = document.tree.new_text(tex.as_str());
        script.replace_with(&text);
    }
    for formula in formulas(document) {
        let read = read(&formula);
        let carrier = document.tree.new_element(FORMULA);
        if let Some(markup) = &read.markup {
            carrier.set_attr(MARKUP, markup);
        }
        let text = document.tree.new_text(read.words.as_str());
        carrier.append_child(&text);
        formula.replace_with(&carrier);
    }
}

fn formulas(document: &Document) -> Vec<NodeRef<'_>> {
    let is_outermost =
        |node: &NodeRef<'_>| node.has_name("math") && !node.ancestors_it(None).any(|above| above.has_name("math"));
    document.root().descendants_it().filter(is_outermost).collect()
}

fn is_within_a_line(node: &NodeRef<'_>) -> bool {
    node.node_name().is_some_and(|name| matches!(Tag::of(&name), Tag::Inline))
}

fn is_blank(node: &NodeRef<'_>) -> bool {
    node.is_text() && node.text().trim().is_empty()
}

/// Whether nothing else stands in the element that holds a node.
fn is_alone(node: &NodeRef<'_>) -> bool {
    let mut before = std::iter::successors(node.prev_sibling(), NodeRef::prev_sibling);
    let mut behind = std::iter::successors(node.next_sibling(), NodeRef::next_sibling);
    before.all(|other| is_blank(&other)) && behind.all(|other| is_blank(&other))
}

/// Takes away what stands right beside a formula, or beside what holds it alone, and shows it to eyes alone.
fn drop_copies(node: NodeRef<'_>) {
    for step in [NodeRef::prev_sibling, NodeRef::next_sibling] {
        let beside = std::iter::successors(step(&node), step).take(BESIDE);
        let copies: Vec<NodeRef<'_>> =
            beside.take_while(|other| is_copy(&node, other)).filter(|other| !is_blank(other)).collect();
        for copy in copies {
            copy.remove_from_parent();
        }
    }
}

/// Whether `other` shows the formula that `node` is, or holds, again.
fn is_copy(node: &NodeRef<'_>, other: &NodeRef<'_>) -> bool {
    if other.is_text() {
        return is_drawn(node) && is_blank(other);
    }
    let Some(name) = other.node_name() else { return false };
    let is_shown =
        || other.attr_or("aria-hidden", "").as_ref() == "true" && (name.as_ref() == "img" || is_within_a_line(other));
    if name.as_ref() == "script" {
        return is_drawn(node) && is_tex(other);
    }
    (is_shown() || is_drawn(other)) && !holds_formula(other)
}

fn holds_formula(node: &NodeRef<'_>) -> bool {
    node.descendants_it().any(|inner| inner.has_name("math"))
}

/// Whether an element is what a program drew of a formula.
fn is_drawn(node: &NodeRef<'_>) -> bool {
    node.attr_or("class", "").split_whitespace().any(|class| class.starts_with("MathJax"))
}

/// Whether an element is a script that holds a formula's TeX, as old pages have it.
fn is_tex(node: &NodeRef<'_>) -> bool {
    node.has_name("script") && node.attr_or("type", "").trim().to_ascii_lowercase().starts_with("math/tex")
}

/// TeX without what keeps old parsers from reading it as markup.
fn bare_script(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix('%').map_or(text, str::trim_start);
    let text = text.strip_prefix("<![CDATA[").unwrap_or(text).trim_end();
    let text = text.strip_suffix("]]>").unwrap_or(text).trim_end();
    let letters = text.strip_suffix('%').unwrap_or(text).trim();
    letters.get(..letters.floor_char_boundary(MOST_TEX)).unwrap_or_default().to_owned()
}

/// Reads an element of MathML. Walked without recursion: what a page nests must not decide how much stack there is.
fn read(root: &NodeRef<'_>) -> Formula {
    let mut reader = with_attributes(root, |_, attributes| FormulaReader::new(attributes));
    let mut next = root.first_child();
    while let Some(node) = next {
        if node.is_text() {
            reader.text(&node.text());
        } else if node.is_element() {
            with_attributes(&node, |name, attributes| reader.start(name, attributes));
            if let Some(child) = node.first_child() {
                next = Some(child);
                continue;
            }
            reader.end(&node.node_name().unwrap_or_default());
        }
        let mut at = node;
        next = loop {
            if let Some(beside) = at.next_sibling() {
                break Some(beside);
            }
            match at.parent().filter(|above| above.id != root.id) {
                Some(above) => reader.end(&above.node_name().unwrap_or_default()),
                None => break None,
            }
            let Some(above) = at.parent() else { break None };
            at = above;
        };
    }
    reader.finish()
}

fn with_attributes<T>(node: &NodeRef<'_>, each: impl FnOnce(&str, &[(&str, &str)]) -> T) -> T {
    let name = node.node_name().unwrap_or_default();
    let attributes = node.attrs();
    let pairs: Vec<(&str, &str)> =
        attributes.iter().map(|attribute| (attribute.name.local.as_ref(), attribute.value.as_ref())).collect();
    each(&name, &pairs)
}

#[cfg(test)]
mod tests {
    use crate::extract;

    fn page(formula: &str) -> String {
        let words =
            "The night ferry leaves at nine, and nobody on board expects to sleep before it is on the open sea. ";
        format!(
            "<html><head><title>The ferry</title></head><body><article><h1>The ferry</h1><p>{words}{words}</p>\
             <p>Its speed is {formula} when the sea is calm. {words}</p><p>{words}{words}Nothing else is known.</p></article></body></html>"
        )
    }

    #[test]
    fn a_formula_stays_in_its_sentence() {
        let math = "<math alttext=\"v^{2}\"><msup><mi>v</mi><mn>2</mn></msup></math>";
        for formula in [
            math.to_owned(),
            format!(
                "<span class=katex><span class=katex-mathml>{math}</span><span class=katex-html aria-hidden=true><span>v</span><span>2</span></span></span>"
            ),
            format!(
                "<span class=mwe-math-element><span style=\"display: none;\">{math}</span><img src=/v.svg aria-hidden=true alt=\"v^2\"></span>"
            ),
            format!(
                "<mjx-container><mjx-math aria-hidden=true>v2</mjx-math><mjx-assistive-mml>{math}</mjx-assistive-mml></mjx-container>"
            ),
            format!(
                "<span class=MathJax_Preview>v2</span><span class=MathJax><nobr aria-hidden=true>v2</nobr><span class=MJX_Assistive_MathML>{math}</span></span><script type=\"math/tex\">v^{{2}}</script>"
            ),
        ] {
            let article = extract(&page(&formula), "https://paper.example/ferry");
            assert!(article.text.contains("Its speed is v^{2} when the sea"), "{formula}: {}", article.text);
            assert!(
                article.html.contains("Its speed is <math alttext=\"v^{2}\"><msup>"),
                "{formula}: {}",
                article.html
            );
            assert!(article.figures.is_empty() && article.lead.is_none(), "{formula}");
        }
    }

    #[test]
    fn tex_in_a_script_is_text_and_a_formula_without_tex_is_said_in_a_line() {
        let read = |formula: &str| extract(&page(formula), "https://paper.example/ferry").text;
        assert!(read("<script type=\"math/tex\">% <![CDATA[\nv < 2 %]]></script>").contains("Its speed is v < 2 when"));
        let drawn = "<span class=MathJax><nobr>v2</nobr></span><script type=\"math/tex\">v^2</script>";
        assert!(read(drawn).contains("Its speed is v^2 when"), "{}", read(drawn));
        let both = "<div class=MathJax_Display><span class=MathJax><math><mi>w</mi></math></span></div><script type=\"math/tex\">w</script>";
        let article = extract(&page(both), "https://paper.example/ferry");
        // Those that stand beside each other are several.
        for two in [
            "<mjx-container class=MathJax><mjx-math aria-hidden=true>u</mjx-math><mjx-assistive-mml><math><mi>u</mi></math></mjx-assistive-mml></mjx-container> \
             <mjx-container class=MathJax><mjx-assistive-mml><math><mi>w</mi></math></mjx-assistive-mml></mjx-container>",
            "<script type=math/tex>u</script> <script type=math/tex>w</script>",
            "<span class=MathJax>u</span><script type=math/tex>u</script> <span class=MathJax>w</span><script type=math/tex>w</script>",
        ] {
            assert!(read(two).contains("Its speed is u w when"), "{two}: {}", read(two));
        }
        let forged = "<formula markup='&lt;h2>w&lt;/h2>'>x</formula><Formula markup='&lt;h2>w&lt;/h2>'>x</Formula><math><mi>u</mi></math>";
        assert!(!extract(&page(forged), "https://paper.example/").html.contains("<h2>"));
        let alone = article.text.split_whitespace().filter(|word| *word == "w").count();
        assert_eq!((article.html.matches("<math ").count(), alone), (1, 1), "{}", article.html);
        assert!(read("<math><mi>v</mi><mo>=</mo><mn>2</mn></math>").contains("Its speed is v = 2 when"));
    }

    #[test]
    fn a_formula_on_lines_of_its_own_stays_with_its_number() {
        let sentence = |day: &str| {
            format!("<p>The ferry of {day} leaves at nine, and nobody on board expects to sleep on {day}.</p>")
        };
        let [one, two, three, four] = ["Monday", "Tuesday", "Friday", "Sunday"].map(|day| sentence(day).repeat(2));
        for line in ["<div>(12) <math><mi>w</mi></math></div>", "<div><math><mi>w</mi></math><span>(12)</span></div>"] {
            let page = format!(
                "<html><head><title>The ferry</title></head><body><article><h1>The ferry</h1>{one}{two}{line}{three}{four}</article></body></html>"
            );
            let article = extract(&page, "https://paper.example/ferry");
            assert_eq!(article.html.matches("<math ").count(), 1, "{line}: {}", article.html);
        }
    }
}
