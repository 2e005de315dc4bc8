//! Lifts the pictures of a page out of its markup, so that nothing that judges text can lose them, and puts them back.
//!
//! Every content picture becomes a [`Lifted`] figure, and in its place the document keeps a paragraph with a mark. Once the
//! body is found, the marks that are inside it become plain `<figure>` elements again.

use broadsheet_model::Figure;
use dom_query::{Document, NodeId, NodeRef};
use url::Url;

use crate::address::picture_key;
use crate::figure_unit::unit_of;
use crate::judge::quick::QuickMap;
use crate::mark::{DOUBTFUL_MARK, MARK};
use crate::measure::chars_in;
use crate::picture::{Traits, is_symbol};
use crate::picture_names::{has_caption, has_own_caption};
use crate::picture_place::{is_face, leads_home, stands_in_card};
use crate::picture_words::words_of;
use crate::rendition::{WIDEST, best_address, width_in};
use crate::stated_words::StatedWords;
use crate::words::{escape, folded};

/// More pictures than this are a gallery of thumbnails.
const MOST: usize = 300;

/// Characters of a line of words beside a picture.
const LINE: usize = 200;

/// A picture that was taken out of the page.
pub(crate) struct Lifted {
    /// The figure as it will be shown.
    pub(crate) figure: Figure,
    /// What all renditions of the picture share.
    pub(crate) key: String,
    /// Whether it stands after the first main heading and not in a list of other things.
    pub(crate) in_article: bool,
    /// What was seen of it where it stood.
    pub(crate) traits: Traits,
}

/// Takes every picture out of the document that may be the article's, and removes what surely is none.
///
/// `stated` is what the page's data say of its pictures; `authors` are those of the article, whose faces belong to the byline.
pub(crate) fn lift(document: &Document, stated: &StatedWords, base: Option<&Url>, authors: &[String]) -> Vec<Lifted> {
    open_noscript(document);
    let mut lifted: Vec<Lifted> = Vec::new();
    let candidates = candidates(document, base, authors);
    let mut around = Around::of(&candidates);
    for (index, candidate) in candidates.into_iter().enumerate() {
        let Candidate { image, mut src, key, traits } = candidate;
        around.set_waiting(index, false);
        if image.ancestors_it(None).last().is_none_or(|root| !root.is_document()) {
            continue;
        }
        // What stands beside furniture is not its own, but for what is named as its caption.
        let is_doubtful = traits.stands_as_furniture();
        around.set_waiting(index, true);
        let unit = unit_of(&image, &around);
        let (unit, caption, credit) = if is_doubtful && (unit.id == image.id || !has_words_alone(&unit)) {
            (image, None, None)
        } else {
            let (caption, credit) = words_of(&unit, &image);
            (unit, caption, credit)
        };
        if let Some(wider) = around.wider_in(&unit, &key, &src) {
            src = wider;
        }
        let alt = image.attr("alt").and_then(|alt| folded(&alt));
        let (stated_caption, stated_credit) = stated.of_picture(&key);
        let figure = Figure { src, caption: caption.or(stated_caption), credit: credit.or(stated_credit), alt };
        let in_article = unit.ancestors_it(None).any(|node| node.has_name("article") || node.has_name("main"));
        let opening = if is_doubtful { DOUBTFUL_MARK } else { MARK.0 };
        if is_doubtful {
            around.set_waiting(index, false);
        }
        let mark = place_mark(document, &unit, &format!("{opening}{}{}", lifted.len(), MARK.1), &around);
        around.set_waiting(index, false);
        if !is_doubtful {
            around.marked(&mark);
        }
        lifted.push(Lifted { figure, key, in_article, traits });
    }
    lifted
}

/// A picture that may be the article's, still in its place.
struct Candidate<'a> {
    image: NodeRef<'a>,
    src: String,
    key: String,
    traits: Traits,
}

/// The pictures that may be the article's, in order; all others are removed.
fn candidates<'a>(document: &'a Document, base: Option<&Url>, authors: &[String]) -> Vec<Candidate<'a>> {
    let root = document.root();
    let is_image = |node: &NodeRef<'_>| node.has_name("img") || node.has_name("amp-img");
    let images: Vec<NodeRef<'_>> = root.descendants_it().filter(is_image).collect();
    let mut candidates = Vec::new();
    for image in images {
        if candidates.len() >= MOST {
            break;
        }
        let found = best_address(&image, base).filter(|src| !is_symbol(&image, src)).map(|src| {
            let mut traits = Traits::of(&image, &src);
            traits.is_badge |= is_face(&image, authors) || leads_home(&image, base) || stands_in_card(&image);
            Candidate { image, key: picture_key(&src), src, traits }
        });
        match found.filter(|candidate| !candidate.traits.is_furniture()) {
            Some(candidate) => candidates.push(candidate),
            None => remove_image(&image),
        }
    }
    candidates
}

/// Whether an element holds a caption, or a credit and no more than a line besides.
fn has_words_alone(unit: &NodeRef<'_>) -> bool {
    has_own_caption(unit) || has_caption(unit) && chars_in(unit, LINE + 1) <= LINE
}

/// How many different pictures each element holds: known from the start, so that no element is searched for them.
pub(crate) struct Around {
    keys: Vec<String>,
    /// Their addresses.
    sources: Vec<String>,
    /// Candidates that are still in their places.
    waiting: Vec<bool>,
    /// The candidates in each element.
    candidates: QuickMap<NodeId, Vec<usize>>,
    /// The marks in each element.
    marks: QuickMap<NodeId, usize>,
}

impl Around {
    fn of(candidates: &[Candidate<'_>]) -> Self {
        let mut around = Self {
            keys: candidates.iter().map(|candidate| candidate.key.clone()).collect(),
            sources: candidates.iter().map(|candidate| candidate.src.clone()).collect(),
            waiting: vec![true; candidates.len()],
            candidates: QuickMap::default(),
            marks: QuickMap::default(),
        };
        for (index, candidate) in candidates.iter().enumerate() {
            around.candidates.entry(candidate.image.id).or_default().push(index);
            for ancestor in candidate.image.ancestors_it(None) {
                around.candidates.entry(ancestor.id).or_default().push(index);
            }
        }
        around
    }

    fn set_waiting(&mut self, index: usize, is_waiting: bool) {
        if let Some(waiting) = self.waiting.get_mut(index) {
            *waiting = is_waiting;
        }
    }

    fn marked(&mut self, mark: &NodeRef<'_>) {
        for ancestor in mark.ancestors_it(None) {
            *self.marks.entry(ancestor.id).or_default() += 1;
        }
    }

    /// Pictures inside an element, each copy counted.
    pub(crate) fn copies_in(&self, node: &NodeRef<'_>) -> usize {
        self.candidates.get(&node.id).map_or(0, Vec::len)
    }

    /// Another copy of a picture inside an element whose address speaks of a wider one: some pages have one copy for telephones,
    /// or a blurred one until it has come.
    fn wider_in(&self, node: &NodeRef<'_>, key: &str, src: &str) -> Option<String> {
        let inside = self.candidates.get(&node.id).map(Vec::as_slice).unwrap_or_default();
        let copies = inside.iter().filter(|index| self.keys.get(**index).is_some_and(|own| own == key));
        let own = width_in(src);
        let widths = copies.filter_map(|index| self.sources.get(*index)).map(|other| (width_in(other), other));
        let widest =
            widths.filter(|(width, _)| own > 0 && *width > own && *width <= WIDEST).max_by_key(|(width, _)| *width);
        widest.map(|(_, other)| other.clone())
    }

    /// Different pictures inside an element, counted up to two; renditions of one count once.
    pub(crate) fn pictures_in(&self, node: &NodeRef<'_>) -> usize {
        let marks = self.marks.get(&node.id).copied().unwrap_or_default();
        let inside = self.candidates.get(&node.id).map(Vec::as_slice).unwrap_or_default();
        let mut keys = inside
            .iter()
            .filter(|index| self.waiting.get(**index).copied().unwrap_or_default())
            .filter_map(|index| self.keys.get(*index));
        let others = keys.next().map_or(0, |first| if keys.any(|key| key != first) { 2 } else { 1 });
        marks + others
    }
}

/// A figure as HTML.
pub(crate) fn markup(figure: &Figure) -> String {
    let mut html = format!("<figure><img src=\"{}\"", escape(&figure.src));
    if let Some(alt) = &figure.alt {
        html.push_str(&format!(" alt=\"{}\"", escape(alt)));
    }
    html.push('>');
    if figure.caption.is_some() || figure.credit.is_some() {
        html.push_str("<figcaption>");
        if let Some(caption) = &figure.caption {
            html.push_str(&escape(caption));
        }
        if let Some(credit) = &figure.credit {
            html.push_str(if figure.caption.is_some() { " <cite>" } else { "<cite>" });
            html.push_str(&escape(credit));
            html.push_str("</cite>");
        }
        html.push_str("</figcaption>");
    }
    html.push_str("</figure>");
    html
}

/// Pictures that wait in `noscript` come out; the stand-in before them goes.
fn open_noscript(document: &Document) {
    let Some(body) = document.body() else { return };
    let waiting: Vec<NodeRef<'_>> = body.descendants_it().filter(|node| node.has_name("noscript")).collect();
    for noscript in waiting {
        if !noscript.descendants_it().any(|inner| inner.has_name("img")) {
            noscript.remove_from_parent();
            continue;
        }
        if let Some(before) = noscript.prev_element_sibling() {
            let stand_in = before.has_name("img")
                && best_address(&before, None).is_none()
                && before.attr("data-src").is_none()
                && before.attr("data-srcset").is_none();
            if stand_in {
                before.remove_from_parent();
            }
        }
        noscript.rename("span");
    }
}

fn remove_image(image: &NodeRef<'_>) {
    // The iterator must be gone before the tree may change.
    let picture = image.ancestors_it(Some(2)).find(|node| node.has_name("picture"));
    picture.unwrap_or(*image).remove_from_parent();
}

/// Replaces a unit by a mark in a paragraph of its own, outside any paragraph, heading or link that it stood in.
fn place_mark<'a>(document: &'a Document, unit: &NodeRef<'a>, text: &str, around: &Around) -> NodeRef<'a> {
    let mut top = *unit;
    // Wrappers that hold nothing else go with it.
    while let Some(parent) = top.parent() {
        let keeps = parent
            .node_name()
            .is_none_or(|name| matches!(name.as_ref(), "article" | "main" | "body" | "html" | "td" | "th"));
        let own = chars_in(&top, 1_000);
        if keeps || around.pictures_in(&parent) > 1 || chars_in(&parent, own + 3) > own + 2 {
            break;
        }
        top = parent;
    }
    let mark = document.tree.new_element("p");
    mark.set_text(text);
    // A step or a term that has words keeps its picture.
    let within = top.ancestors_it(Some(8)).take_while(|node| {
        node.node_name().is_some_and(|name| !matches!(name.as_ref(), "li" | "dd" | "td" | "th" | "article" | "main"))
    });
    match within.filter(holds_lines).last() {
        Some(holder) => {
            part_at(document, &holder, &top);
            holder.insert_before(&mark);
            top.remove_from_parent();
        }
        None => top.replace_with(&mark),
    }
    mark
}

/// Nodes of a wrapper that are looked at: one that holds blocks holds one soon.
const MOST_INSIDE: usize = 1_000;

/// Whether nothing that stands on lines of its own belongs into an element.
fn holds_lines(node: &NodeRef<'_>) -> bool {
    let is_block = |inner: NodeRef<'_>| {
        inner.node_name().is_some_and(|name| {
            matches!(name.as_ref(), "p" | "div" | "h2" | "h3" | "h4" | "ul" | "ol" | "section" | "blockquote" | "table")
        })
    };
    node.node_name().is_some_and(|name| match name.as_ref() {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "a" | "figure" | "button" | "ul" | "ol" | "dl" => true,
        // Some systems wrap a whole text in one of these.
        "span" | "em" | "strong" | "b" | "i" => !node.descendants_it().take(MOST_INSIDE).any(is_block),
        _ => false,
    })
}

/// Cuts a paragraph where a picture stands on a line of its own in it, so that what stands before the picture stays there.
fn part_at(document: &Document, paragraph: &NodeRef<'_>, picture: &NodeRef<'_>) {
    let is_child = picture.parent().is_some_and(|parent| parent.id == paragraph.id);
    if !paragraph.has_name("p") || !is_child {
        return;
    }
    let is_space = |node: &NodeRef<'_>| node.is_text() && node.text().trim().is_empty();
    let beside: Vec<NodeRef<'_>> = paragraph.children_it(false).filter(|node| !is_space(node)).collect();
    let at = beside.iter().position(|node| node.id == picture.id).unwrap_or_default();
    let is_break = |at: Option<usize>| at.and_then(|at| beside.get(at)).is_some_and(|node| node.has_name("br"));
    if !is_break(at.checked_sub(1)) && !is_break(at.checked_add(1)) {
        return;
    }
    let before: Vec<NodeRef<'_>> = paragraph.children_it(false).take_while(|node| node.id != picture.id).collect();
    if !before.iter().any(|node| !node.text().trim().is_empty()) {
        return;
    }
    let first = document.tree.new_element("p");
    if let Some(class) = paragraph.attr("class") {
        first.set_attr("class", &class);
    }
    for node in before {
        first.append_child(&node);
    }
    paragraph.insert_before(&first);
}

#[cfg(test)]
mod tests {
    use crate::extract;

    /// The HTML of an article that holds this between two texts.
    fn read(body: &str) -> String {
        let line = |day: &str| format!("<p>{}</p>", format!("The ferry of {day} is late on {day} again. ").repeat(40));
        let [first, last] = ["Monday", "Friday"].map(line);
        let page = format!("<title>Ferry</title><article><h1>Ferry</h1>{first}{body}{last}</article>");
        extract(&page, "https://paper.example/ferry").html
    }

    fn places(html: &str, words: &[&str]) -> Vec<usize> {
        words.iter().map(|words| html.find(words).unwrap_or_else(|| panic!("{words}: {html}"))).collect()
    }

    #[test]
    fn pictures_stay_where_they_stand() {
        let img = |name: &str| {
            format!("<figure><img src=/{name}.jpg width=800 height=600><figcaption>The {name}</figcaption></figure>")
        };
        let step = |name: &str| {
            let words = format!("Take the {name} with both hands, lift it slowly, and put it aside. ").repeat(2);
            format!("<li><h3>Lift the {name}</h3><p>{words}</p>{}</li>", img(name))
        };
        let html = read(&format!("<ol>{}{}</ol>", step("rudder"), step("engine")));
        let words = [
            "<li><h3>Lift the rudder",
            "rudder with both",
            "/rudder.jpg",
            "<h3>Lift the engine",
            "/engine.jpg",
            "</ol>",
        ];
        assert!(places(&html, &words).is_sorted(), "{html}");
        // Some systems wrap a whole text in a `span`.
        let line =
            |day: &str| format!("<p>{}</p>", format!("On {day} nobody saw the ferry of {day} leave. ").repeat(5));
        let html = read(&format!("<span>{}<h2>The quay</h2>{}{}</span>", line("Tuesday"), img("quay"), line("Sunday")));
        assert!(places(&html, &["On Tuesday", "<h2>The quay", "/quay.jpg", "On Sunday"]).is_sorted(), "{html}");
        // A picture on a line of its own in a paragraph.
        let [before, behind] =
            ["Tuesday", "Sunday"].map(|day| format!("On {day} nobody saw the ferry of {day} leave. ").repeat(5));
        let html = read(&format!("<p>{before}<br><img src=/quay.jpg width=800 height=600><br>{behind}</p>"));
        assert!(places(&html, &["On Tuesday", "/quay.jpg", "On Sunday"]).is_sorted(), "{html}");
    }
}
