//! One walk over a page's tree that gathers everything the page says about itself.

use dom_query::{Document, NodeRef};

use super::element::{Names, look};
use super::links::{leads_to_author, leads_to_category};
use super::shown::{Mark, SEAM, Tag};
use super::signs::Signs;
use super::swept::Swept;
use crate::words::push_folded;

/// Marks that are kept; a page with more is a list of pages.
const MOST_MARKS: usize = 3000;

/// Text that is kept, in bytes.
const MOST_TEXT: usize = 400_000;

/// An element that the walk is inside of.
struct Open<'a> {
    node: NodeRef<'a>,
    own: Signs,
    place: Signs,
    /// What it adds to the place of everything in it.
    added: Signs,
    mark: Option<usize>,
    /// How many marks were made before it.
    before: usize,
    block: bool,
}

pub(super) fn sweep(document: &Document) -> Swept {
    let mut swept = Swept::default();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut names = Names::default();
    let mut next = document.root().first_child();
    loop {
        if let Some(node) = next {
            next = enter(node, &mut open, &mut swept, &mut names);
            continue;
        }
        // Nothing more inside: leave elements until one has a sibling.
        let Some(left) = open.pop() else { break };
        leave(&left, &mut swept);
        next = left.node.next_sibling();
    }
    swept
}

/// Takes in a node, and names the one to go on with.
fn enter<'a>(node: NodeRef<'a>, open: &mut Vec<Open<'a>>, swept: &mut Swept, names: &mut Names) -> Option<NodeRef<'a>> {
    if node.is_text() {
        if swept.shown.text.len() < MOST_TEXT {
            node.query(|found| {
                if let dom_query::NodeData::Text { contents } = &found.data {
                    push_text(&mut swept.shown.text, contents);
                }
            });
        }
        return node.next_sibling().or_else(|| up(open, swept));
    }
    let seen = look(&node, swept, names);
    let Some(seen) = seen.filter(|seen| seen.enter || !matches!(seen.tag, Tag::Other)) else {
        return node.next_sibling().or_else(|| up(open, swept));
    };
    let (above, place) = open.last().map_or((Signs::NONE, Signs::NONE), |last| (last.own, last.place));
    let added = seen.inherited.without(place);
    let place = place.with(seen.inherited);
    let before = swept.shown.marks.len();
    let grand = open.len().checked_sub(2).and_then(|at| open.get(at)).map_or(Signs::NONE, |open| open.own);
    let near = seen.own.with(above).with(grand);
    boundary(&mut swept.shown.text, seen.block);
    let start = swept.shown.text.len();
    let telling = seen.own.any(Signs::TELLING)
        || match seen.tag {
            Tag::Heading(_) | Tag::Time => true,
            Tag::Image => near.any(Signs::LOGO),
            Tag::Meta => near.any(Signs::STATED) && (seen.own.any(Signs::TELLING) || near.any(Signs::TELLING)),
            Tag::Link => {
                near.any(Signs::TELLING)
                    || place.any(Signs::CRUMB)
                    || place.any(Signs::NAV.with(Signs::HEADER))
                    || seen.href.as_deref().is_some_and(|href| leads_to_author(href) || leads_to_category(href))
            }
            Tag::Other => seen.own.any(Signs::NAME) && near.any(Signs::TELLING),
        };
    let mark = (telling && swept.shown.marks.len() < MOST_MARKS).then(|| {
        swept.shown.marks.push(Mark {
            tag: seen.tag,
            own: seen.own,
            near,
            place,
            stated: seen.stated,
            href: seen.href,
            range: start..start,
        });
        swept.shown.marks.len() - 1
    });
    let first = if seen.enter { node.first_child() } else { None };
    open.push(Open { node, own: seen.own, place, added, mark, before, block: seen.block });
    first
}

/// Leaves elements that have nothing more after them, and names the next node.
fn up<'a>(open: &mut Vec<Open<'a>>, swept: &mut Swept) -> Option<NodeRef<'a>> {
    while let Some(left) = open.pop() {
        leave(&left, swept);
        if let Some(next) = left.node.next_sibling() {
            return Some(next);
        }
    }
    None
}

fn leave(left: &Open<'_>, swept: &mut Swept) {
    if let Some(mark) = left.mark.and_then(|at| swept.shown.marks.get_mut(at)) {
        mark.range.end = swept.shown.text.len();
    }
    boundary(&mut swept.shown.text, left.block);
    // Whatever its names say, a block that holds the main heading holds the article.
    let doubtful = left.added.only(Signs::DOUBTFUL);
    if doubtful != Signs::NONE && left.place.only(Signs::NAV.with(Signs::FOOTER)) == Signs::NONE {
        let inside = swept.shown.marks.get_mut(left.before..).unwrap_or_default();
        if inside.iter().any(|mark| mark.tag == Tag::Heading(1)) {
            inside.iter_mut().for_each(|mark| mark.place = mark.place.without(doubtful));
        }
    }
}

fn boundary(text: &mut String, block: bool) {
    if block {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    } else if !text.is_empty() && !text.ends_with(['\n', SEAM]) {
        text.push(SEAM);
    }
}

/// Appends text with its white space folded.
fn push_text(out: &mut String, text: &str) {
    let text = if out.ends_with(char::is_whitespace) { text.trim_start() } else { text };
    push_folded(out, text);
}
