//! Every text that might be the headline, and where it stands.

use super::suffix::{pieces, without_names};
use crate::evidence::Evidence;
use crate::evidence::shown::{Mark, SEAM, Tag, unseamed};
use crate::evidence::signs::Signs;
use crate::words::{key, plain, words};

/// Longest headline, in bytes.
const MOST: usize = 600;

/// Where a candidate was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// A main heading of the page; whether its names call it the headline.
    MainHeading {
        named: bool,
        first: bool,
    },
    /// A main heading that is made of several pieces, with spaces between them.
    HeadingSpaced,
    /// The longest of its pieces.
    HeadingLongest,
    /// All of them but the first, the last alone.
    HeadingRest,
    HeadingLast,
    /// What in it is named the headline.
    HeadingNamed,
    /// What is left of it without what is named a kicker, a section or a subtitle.
    HeadingBare,
    /// A main heading in navigation, footer or among related articles.
    FurnitureHeading,
    /// A lesser heading that its names call the headline.
    LesserHeading,
    /// Anything else that its names call the headline.
    Named,
    /// `itemprop=headline` and the like.
    Stated,
    OpenGraph,
    OpenGraphCut,
    Twitter,
    TwitterCut,
    Linked,
    LinkedCut,
    Meta,
    MetaCut,
    Title,
    /// `<title>` without the site's name.
    TitleCut,
    /// A piece of `<title>`, or of another stated title.
    TitlePiece,
    OtherPiece,
    State,
    /// The second heading, where no first one is.
    Heading,
}

/// A text that might be the headline.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) text: String,
    pub(crate) key: String,
    pub(crate) sources: Vec<Source>,
    /// Where the page shows it first.
    pub(crate) seen: Option<Seen>,
}

/// How a page shows a candidate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) place: Signs,
    /// How many headings of its kind stand before it.
    pub(crate) order: usize,
    /// Whether it leads to the front page.
    pub(crate) leads_home: bool,
    /// Bytes from its end to the next date or byline.
    pub(crate) to_byline: Option<usize>,
}

struct Gathered(Vec<Candidate>);

impl Gathered {
    fn add(&mut self, text: &str, source: Source, seen: Option<Seen>) {
        let text = once(text.trim());
        let key = key(&text);
        if key.is_empty() || text.len() > MOST {
            return;
        }
        if let Some(known) = self.0.iter_mut().find(|known| known.key == key) {
            if !known.sources.contains(&source) {
                known.sources.push(source);
            }
            known.seen = known.seen.or(seen);
        } else if self.0.len() < 60 {
            self.0.push(Candidate { text, key, sources: vec![source], seen });
        }
    }
}

/// All candidates, those that the page shows first; `names` are the site's.
pub(crate) fn candidates(evidence: &Evidence, names: &[String]) -> Vec<Candidate> {
    let mut gathered = Gathered(Vec::new());
    shown(evidence, &mut gathered);
    let mut stated = |text: Option<String>, whole: Source, cut: Source| {
        let Some(text) = text else { return };
        gathered.add(&text, whole, None);
        if let Some(shorter) = without_names(&text, names) {
            gathered.add(&shorter, cut, None);
        }
        let piece = if whole == Source::Title { Source::TitlePiece } else { Source::OtherPiece };
        for shorter in pieces(&text) {
            gathered.add(&shorter, piece, None);
        }
    };
    stated(evidence.meta(&["og:title"]), Source::OpenGraph, Source::OpenGraphCut);
    stated(evidence.text("headline").or_else(|| evidence.text("name")), Source::Linked, Source::LinkedCut);
    stated(evidence.meta(&["twitter:title"]), Source::Twitter, Source::TwitterCut);
    for name in
        ["citation_title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "headline", "title", "hdl"]
    {
        stated(evidence.meta(&[name]), Source::Meta, Source::MetaCut);
    }
    stated(evidence.title().and_then(plain), Source::Title, Source::TitleCut);
    for text in evidence.state("headline", 2) {
        if let Some(text) = plain(&text) {
            gathered.add(&text, Source::State, None);
        }
    }
    gathered.0
}

fn shown(evidence: &Evidence, gathered: &mut Gathered) {
    let shown = evidence.shown();
    let furniture =
        Signs::NAV.with(Signs::FOOTER).with(Signs::ASIDE).with(Signs::COMMENT).with(Signs::RELATED).with(Signs::HIDDEN);
    let bylines: Vec<usize> = shown
        .marks
        .iter()
        .filter(|mark| mark.tag == Tag::Time || mark.own.any(Signs::DATE.with(Signs::BYLINE).with(Signs::AUTHOR)))
        .map(|mark| mark.range.start)
        .collect();
    let mut first = true;
    let mut orders = [0usize; 8];
    for (at, mark) in shown.marks.iter().enumerate() {
        let headline = mark.own.any(Signs::HEADLINE) && !mark.own.any(Signs::SUB);
        let (source, kind) = match mark.tag {
            _ if mark.own.all(Signs::HEADLINE.with(Signs::STATED)) => (Source::Stated, 0),
            Tag::Heading(1) if mark.place.any(furniture) => (Source::FurnitureHeading, 1),
            Tag::Heading(1) => (Source::MainHeading { named: headline, first }, if headline { 2 } else { 3 }),
            _ if mark.place.any(furniture) || mark.own.any(Signs::LOGO) => continue,
            Tag::Heading(_) if headline => (Source::LesserHeading, 4),
            Tag::Heading(2) => (Source::Heading, 5),
            Tag::Other if headline && mark.near.any(Signs::ENTRY) => (Source::Named, 6),
            _ => continue,
        };
        if let (Source::Stated, Some(stated)) = (source, mark.stated.as_deref().and_then(plain)) {
            gathered.add(&stated, source, None);
            continue;
        }
        let Some(raw) = shown.raw(mark, MOST) else { continue };
        let Some(order) = orders.get_mut(kind) else { continue };
        *order += 1;
        if *order > 6 {
            continue;
        }
        let next = bylines.partition_point(|start| *start < mark.range.end);
        let inner = shown.marks.get(at + 1..).unwrap_or_default();
        let inner: Vec<&Mark> = inner.iter().take_while(|inner| inner.range.start < mark.range.end).take(12).collect();
        let around = at.checked_sub(1).and_then(|before| shown.marks.get(before));
        let around = around.filter(|around| around.range.end >= mark.range.end);
        let seen = Some(Seen {
            place: mark.place.with(mark.near),
            order: *order - 1,
            leads_home: inner.iter().copied().chain(around).any(leads_home),
            to_byline: bylines.get(next).map(|start| start - mark.range.end),
        });
        let whole = raw.replace('\n', " ");
        if let Some(text) = unseamed(&whole) {
            gathered.add(&text, source, seen);
        }
        if matches!(source, Source::MainHeading { .. } | Source::Stated) {
            first = false;
            for (text, source) in parts(evidence, mark, &inner, raw) {
                gathered.add(&text, source, seen);
            }
        }
    }
}

/// What a main heading may hold beside the headline or instead of it: a kicker within the heading is no part of the headline.
fn parts(evidence: &Evidence, mark: &Mark, inner: &[&Mark], raw: &str) -> Vec<(String, Source)> {
    let shown = evidence.shown();
    let lines = |text: &str| unseamed(&text.replace('\n', " "));
    let mut parts = Vec::new();
    for inner in inner {
        if inner.own.any(Signs::HEADLINE) && !inner.own.any(Signs::SUB) {
            parts.extend(shown.raw(inner, MOST).and_then(lines).map(|text| (text, Source::HeadingNamed)));
        } else if inner.own.any(Signs::KICKER.with(Signs::SECTION).with(Signs::SUB)) {
            let before = shown.text.get(mark.range.start..inner.range.start).unwrap_or_default();
            let after = shown.text.get(inner.range.end..mark.range.end).unwrap_or_default();
            parts.extend(lines(&format!("{before} {after}")).map(|text| (text, Source::HeadingBare)));
        }
    }
    let pieces: Vec<&str> = raw.split(['\n', SEAM]).filter(|piece| !words(piece).is_empty()).collect();
    if pieces.len() > 1 {
        let spaced = raw.replace(['\n', SEAM], " ");
        let rest = raw.split_once(['\n', SEAM]).map_or("", |(_, rest)| rest);
        let longest = pieces.iter().max_by_key(|piece| piece.len()).copied().unwrap_or_default();
        let last = pieces.last().copied().unwrap_or_default();
        parts.extend(unseamed(&spaced).map(|text| (text, Source::HeadingSpaced)));
        parts.extend(lines(longest).map(|text| (text, Source::HeadingLongest)));
        parts.extend(lines(rest).map(|text| (text, Source::HeadingRest)));
        parts.extend(lines(last).map(|text| (text, Source::HeadingLast)));
    }
    parts
}

fn leads_home(mark: &Mark) -> bool {
    mark.href.as_deref().is_some_and(|href| {
        let path = href.split_once("://").map_or(href, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
        path.trim_matches('/').is_empty() || path.trim_matches('/').starts_with("index.")
    })
}

/// A headline that a page writes twice in a row, once.
fn once(text: &str) -> String {
    let length = text.len();
    for middle in [length / 2, length / 2 + 1] {
        if let (Some(one), Some(other)) = (text.get(..middle), text.get(middle..))
            && one.len() > 12
            && one.trim() == other.trim()
        {
            return one.trim().to_owned();
        }
    }
    text.to_owned()
}
