//! Every text that might be the headline, and where it stands.

use url::Url;

use super::suffix::{pieces, without_names};
use crate::evidence::Evidence;
use crate::evidence::shown::{SEAM, Tag, unseamed};
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
    /// A piece of a main heading that is made of several.
    HeadingPiece,
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
}

struct Gathered(Vec<Candidate>);

impl Gathered {
    fn add(&mut self, text: &str, source: Source) {
        let text = once(text.trim());
        let key = key(&text);
        if key.is_empty() || text.len() > MOST {
            return;
        }
        if let Some(known) = self.0.iter_mut().find(|known| known.key == key) {
            if !known.sources.contains(&source) {
                known.sources.push(source);
            }
        } else if self.0.len() < 60 {
            self.0.push(Candidate { text, key, sources: vec![source] });
        }
    }
}

/// All candidates, those that the page shows first.
pub(crate) fn candidates(evidence: &Evidence, page: Option<&Url>, site: Option<&str>) -> Vec<Candidate> {
    let names = crate::publication::names(evidence, page, site);
    let mut gathered = Gathered(Vec::new());
    shown(evidence, &mut gathered);
    let mut stated = |text: Option<String>, whole: Source, cut: Source| {
        let Some(text) = text else { return };
        gathered.add(&text, whole);
        if let Some(shorter) = without_names(&text, &names) {
            gathered.add(&shorter, cut);
        }
        let piece = if whole == Source::Title { Source::TitlePiece } else { Source::OtherPiece };
        for shorter in pieces(&text) {
            gathered.add(&shorter, piece);
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
            gathered.add(&text, Source::State);
        }
    }
    gathered.0
}

fn shown(evidence: &Evidence, gathered: &mut Gathered) {
    let shown = evidence.shown();
    let furniture =
        Signs::NAV.with(Signs::FOOTER).with(Signs::ASIDE).with(Signs::COMMENT).with(Signs::RELATED).with(Signs::HIDDEN);
    let mut first = true;
    for mark in &shown.marks {
        let headline = mark.own.any(Signs::HEADLINE) && !mark.own.any(Signs::SUB);
        let source = match mark.tag {
            _ if mark.own.all(Signs::HEADLINE.with(Signs::STATED)) => Source::Stated,
            Tag::Heading(1) if mark.place.any(furniture) => Source::FurnitureHeading,
            Tag::Heading(1) => Source::MainHeading { named: headline, first },
            _ if mark.place.any(furniture) || mark.own.any(Signs::LOGO) => continue,
            Tag::Heading(_) if headline => Source::LesserHeading,
            Tag::Heading(2) => Source::Heading,
            Tag::Other if headline && mark.near.any(Signs::ENTRY) => Source::Named,
            _ => continue,
        };
        if let (Source::Stated, Some(stated)) = (source, mark.stated.as_deref().and_then(plain)) {
            gathered.add(&stated, source);
            continue;
        }
        let Some(raw) = shown.raw(mark, MOST) else { continue };
        let count = gathered.0.iter().filter(|known| known.sources.contains(&source)).count();
        if count >= 6 {
            continue;
        }
        let whole = raw.replace('\n', " ");
        if let Some(text) = unseamed(&whole) {
            gathered.add(&text, source);
        }
        if matches!(source, Source::MainHeading { .. } | Source::Stated) {
            first = false;
            // A kicker within the heading is no part of the headline.
            let pieces: Vec<&str> = raw.split(['\n', SEAM]).filter(|piece| !words(piece).is_empty()).collect();
            if pieces.len() > 1 {
                if let Some(spaced) = unseamed(&whole.replace(SEAM, " ")) {
                    gathered.add(&spaced, Source::HeadingPiece);
                }
                if let Some(longest) = pieces.iter().max_by_key(|piece| piece.len()).and_then(|piece| unseamed(piece)) {
                    gathered.add(&longest, Source::HeadingPiece);
                }
                if let Some((_, rest)) = raw
                    .split_once(['\n', SEAM])
                    .and_then(|(first, rest)| Some((first, unseamed(&rest.replace('\n', " "))?)))
                {
                    gathered.add(&rest, Source::HeadingPiece);
                }
            }
        }
    }
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
