//! What a drawing would cost to draw, before a line of it is drawn.
//!
//! A few hundred bytes can ask for years of work: symbols that show symbols, patterns filled with patterns. The cost is added up
//! along what refers to what; nothing is walked twice.

use std::collections::{BTreeSet, HashMap};

use resvg::usvg::roxmltree::{Document, Node, NodeId};

/// Elements that may be drawn in all, each as often as it is shown.
const MOST: u64 = 1_000_000;
/// What one element costs that needs a sheet of its own, beside what is drawn on it: a mask, a pattern, a step of a filter.
const SHEET: u64 = 500;
/// How deep elements may stand within each other, with what they refer to.
const DEEPEST: u32 = 256;

/// Names that style sheets may refer to.
const MOST_STYLED: usize = 64;

/// Elements that may bear one name that something refers to.
const MOST_OF_A_NAME: usize = 16;

/// Steps of filters whose cost their size does not bound.
const ENDLESS: [&str; 4] = ["feTurbulence", "feMorphology", "feConvolveMatrix", "feImage"];
/// What is drawn only where something refers to it.
const SHOWN_BY_OTHERS: [&str; 7] = ["clipPath", "defs", "filter", "marker", "mask", "pattern", "symbol"];
/// Colours, which cost nothing more.
const COLOURS: [&str; 2] = ["linearGradient", "radialGradient"];

/// # Errors
/// Why the drawing is not drawn, in words.
pub(super) fn check(document: &Document<'_>) -> Result<(), String> {
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err("the address answered with something that is no picture".to_owned());
    }
    if root.descendants().any(|node| ENDLESS.contains(&node.tag_name().name())) {
        return Err("the drawing uses effects that Broadsheet does not draw".to_owned());
    }
    let sheets = root.descendants().filter(|node| node.tag_name().name() == "style").filter_map(|node| node.text());
    let mut named: HashMap<_, Vec<_>> = HashMap::new();
    for (id, node) in root.descendants().filter_map(|node| Some((node.attribute("id")?, node))) {
        named.entry(id).or_default().push(node);
    }
    let styled: BTreeSet<_> = sheets.flat_map(references).filter(|id| named.contains_key(id)).collect();
    if styled.len() > MOST_STYLED {
        return Err(too_much());
    }
    let mut ledger = Ledger { named, known: HashMap::new(), styled: styled.into_iter().collect() };
    match ledger.cost(root, true, 0) {
        Some(cost) if cost.drawn <= MOST => Ok(()),
        _ => Err(too_much()),
    }
}

fn too_much() -> String {
    "the drawing asks for too much work to be drawn".to_owned()
}

#[derive(Clone, Copy, Default)]
struct Cost {
    drawn: u64,
    /// Levels below the element.
    height: u32,
}

struct Ledger<'a, 'input> {
    /// Several elements may bear one name: whichever is meant, all of them count.
    named: HashMap<&'a str, Vec<Node<'a, 'input>>>,
    /// `None` while an element is being added up: what refers to itself is not drawn there.
    known: HashMap<NodeId, Option<Cost>>,
    /// What style sheets refer to: any element may be meant.
    styled: Vec<&'a str>,
}

impl<'a, 'input> Ledger<'a, 'input> {
    /// What an element costs where something refers to it, or stands in the drawing itself (`in_place`); `None` where it goes too deep.
    fn cost(&mut self, node: Node<'a, 'input>, in_place: bool, depth: u32) -> Option<Cost> {
        if in_place && SHOWN_BY_OTHERS.contains(&node.tag_name().name()) || COLOURS.contains(&node.tag_name().name()) {
            return Some(Cost::default());
        }
        if let Some(known) = self.known.get(&node.id()) {
            let cost = known.unwrap_or_default();
            return (depth + cost.height <= DEEPEST).then_some(cost);
        }
        if depth > DEEPEST {
            return None;
        }
        self.known.insert(node.id(), None);
        let mut sum = Cost { drawn: own(node), height: 0 };
        let mut add = |cost: Cost, times: u64| {
            sum.drawn = sum.drawn.saturating_add(cost.drawn.saturating_mul(times));
            sum.height = sum.height.max(cost.height + 1);
        };
        for child in node.children().filter(Node::is_element) {
            add(self.cost(child, true, depth + 1)?, 1);
        }
        let points = points(node);
        let own = node.attributes().flat_map(|attribute| {
            let linked = (attribute.name() == "href").then(|| attribute.value().trim().strip_prefix('#')).flatten();
            linked.into_iter().chain(references(attribute.value()))
        });
        for id in own.chain(self.styled.clone()) {
            let targets = self.named.get(id).cloned().unwrap_or_default();
            if targets.len() > MOST_OF_A_NAME {
                return None;
            }
            for target in targets {
                let cost = self.cost(target, false, depth + 1)?;
                // A marker is drawn at each point of a line.
                add(cost, if target.tag_name().name() == "marker" { points } else { 1 });
            }
        }
        self.known.insert(node.id(), Some(sum));
        Some(sum)
    }
}

/// What an element costs without what is in it.
fn own(node: Node<'_, '_>) -> u64 {
    let name = node.tag_name().name();
    if name.starts_with("fe") || matches!(name, "clipPath" | "image" | "mask" | "pattern") { SHEET } else { 1 }
}

/// How many points a line has at most.
fn points(node: Node<'_, '_>) -> u64 {
    let longest =
        ["d", "points"].iter().filter_map(|name| node.attribute(*name)).map(str::len).max().unwrap_or_default();
    longest as u64 / 2 + 2
}

/// What a value refers to: `fill: url(#stripes)`.
fn references(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let name = rest.split(')').next()?;
        name.trim().trim_matches(['"', '\'']).strip_prefix('#')
    })
}
