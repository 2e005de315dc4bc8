//! The headline as a reader sees it.
//!
//! Every text that might be it becomes a candidate with what speaks for and against it (`candidates`, `traits`); a table of
//! learned weights chooses (`weights`).

pub(crate) mod candidates;
mod suffix;
pub(crate) mod traits;
mod weights;

use url::Url;

use candidates::{Candidate, Source};

use crate::evidence::Evidence;
use crate::evidence::shown::{SEAM, Tag, unseamed};
use crate::words::{SEPARATORS, key, plain, words};

/// The headline as shown, once, without the site's name.
///
/// `names` are the site's.
pub(crate) fn headline(evidence: &Evidence, page: Option<&Url>, names: &[String]) -> Option<String> {
    let candidates = candidates::candidates(evidence, names);
    let scores = traits::traits(&candidates, evidence, page, names);
    let scored = scores.iter().map(weights::score).zip(&candidates);
    let best = scored.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, candidate)| candidate)?;
    let best = beside_name(best, &candidates, evidence).unwrap_or(best);
    let best = shown_and_stated(best, &candidates).unwrap_or(best);
    let shown = in_full(best, &candidates).or_else(|| without_keywords(best, &candidates));
    let text = shown.map_or(&best.text, |shown| &shown.text);
    let text = above_subtitle(text, evidence, &candidates).unwrap_or_else(|| text.clone());
    Some(suffix::without_kind(text))
}

fn is_main(candidate: &Candidate) -> bool {
    candidate.sources.iter().any(|source| matches!(source, Source::MainHeading { .. }))
}

/// The one main heading that what the page states agrees with in one place, where the likeliest is shown nowhere: titles for search
/// engines are written in several places too.
fn shown_and_stated<'a>(best: &Candidate, candidates: &'a [Candidate]) -> Option<&'a Candidate> {
    let is_shown = |candidate: &Candidate| candidate.seen.is_some();
    let is_stated = |candidate: &Candidate| {
        let stated = |source: &Source| {
            matches!(
                source,
                Source::OpenGraph
                    | Source::OpenGraphCut
                    | Source::Linked
                    | Source::LinkedCut
                    | Source::Title
                    | Source::TitleCut
                    | Source::Stated
            )
        };
        candidate.sources.iter().any(stated)
    };
    let mut main = candidates.iter().filter(|candidate| is_main(candidate) && words(&candidate.text).len() >= 3);
    let only = main.next().filter(|_| main.next().is_none())?;
    (!is_shown(best) && is_stated(only)).then_some(only)
}

/// The main heading whose beginning a title is that was cut off with dots.
fn in_full<'a>(best: &Candidate, candidates: &'a [Candidate]) -> Option<&'a Candidate> {
    let is_cut = best.text.ends_with("...") || best.text.ends_with('…');
    let begins =
        |other: &&Candidate| is_main(other) && other.key.len() > best.key.len() && other.key.starts_with(&best.key);
    candidates.iter().filter(|_| is_cut).find(begins)
}

/// The main heading that a title begins with, where what follows in it are words for search engines, each behind a sign.
fn without_keywords<'a>(best: &Candidate, candidates: &'a [Candidate]) -> Option<&'a Candidate> {
    let is_begun = |other: &&Candidate| {
        let rest = best.text.strip_prefix(other.text.as_str());
        is_main(other) && rest.is_some_and(|rest| rest.starts_with('_') && rest.matches('_').count() >= 2)
    };
    candidates.iter().filter(|_| !is_main(best)).find(is_begun)
}

/// A heading up to the line or the element that its subtitle begins with, where a title of the page is that beginning.
fn above_subtitle(text: &str, evidence: &Evidence, candidates: &[Candidate]) -> Option<String> {
    let shown = evidence.shown();
    let whole = key(text);
    let headings = shown.marks.iter().filter(|mark| mark.tag == Tag::Heading(1));
    let raw = headings.filter_map(|mark| shown.raw(mark, 600)).find(|raw| key(raw) == whole)?;
    let is_title = |beginning: &str| {
        let own = key(beginning);
        let is_stated = |source: &Source| {
            matches!(
                source,
                Source::Title | Source::TitleCut | Source::OpenGraph | Source::OpenGraphCut | Source::Linked
            )
        };
        words(beginning).len() >= 3
            && candidates.iter().any(|other| other.key == own && other.sources.iter().any(is_stated))
    };
    let ends = raw.match_indices([SEAM, '\n']).map(|(at, _)| at);
    ends.filter_map(|at| unseamed(&raw.get(..at)?.replace('\n', " "))).find(|beginning| is_title(beginning))
}

/// What the page shows as a lesser heading where the likeliest is the name of the site, as old themes have it: the page's title is
/// that heading and behind it, and shorter, the name.
fn beside_name<'a>(best: &Candidate, candidates: &'a [Candidate], evidence: &Evidence) -> Option<&'a Candidate> {
    let title = evidence.title().and_then(plain)?;
    let (rest, _) = SEPARATORS
        .iter()
        .find_map(|separator| title.rsplit_once(separator).filter(|(_, name)| key(name) == best.key))?;
    let is_longer = words(rest).len() >= 3.max(words(&best.text).len() + 1);
    let rest = key(rest);
    candidates.iter().find(|other| is_longer && other.seen.is_some() && other.key == rest && other.key != best.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(page: &str) -> Option<String> {
        let url = Url::parse("https://courier.example/world/ferry-deal-holds-for-now").ok();
        let evidence = Evidence::of_page(page);
        let names = crate::publication::Publication::of(&evidence, url.as_ref()).names;
        let names: Vec<String> = std::iter::once("Coast Courier".to_owned()).chain(names).collect();
        headline(&evidence, url.as_ref(), &names)
    }

    #[test]
    fn the_heading_shown_goes_before_titles_for_machines() {
        let shown = "<title>Ferry deal: holds for now | Coast Courier</title><meta property=og:title content='Ferry deal holds - Coast Courier'>\
            <h1>Coast Courier</h1><article><h1 class=headline>Ferry deal holds, for now</h1><p>Text.</article>";
        assert_eq!(of(shown).as_deref(), Some("Ferry deal holds, for now"));
    }

    #[test]
    fn a_subtitle_in_the_heading_is_none_of_it() {
        let title = "<title>Ferry deal holds for now | Coast Courier</title>";
        for heading in [
            "<h1>Ferry deal holds for now<small>Neighbours worry about the bridge</small></h1>",
            "<h1>Ferry deal holds for now<br><span>Neighbours worry about the bridge</span></h1>",
            "<h1>Ferry deal <em>holds</em> for now<br>Neighbours worry about the bridge</h1>",
        ] {
            assert_eq!(of(&format!("{title}{heading}")).as_deref(), Some("Ferry deal holds for now"), "{heading}");
        }
        let cut = "<title>Ferry deal hol... | Coast Courier</title><h1>Ferry deal holds for now</h1>";
        assert_eq!(of(cut).as_deref(), Some("Ferry deal holds for now"));
        let words = "<title>Ferry deal holds for now_ferry_deal_coast</title><h1>Ferry deal holds for now</h1>";
        assert_eq!(of(words).as_deref(), Some("Ferry deal holds for now"));
    }

    #[test]
    fn what_is_shown_and_stated_goes_before_what_is_only_stated() {
        let data = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"How limpets find their way home"}</script>"#;
        let page = |title: &str| {
            format!(
                "<title>{title} - Low Tide</title><meta property=og:title content='How limpets find their way home'>{data}\
                 <article><h1>Limpets keep a map</h1><p>They do.</p></article>"
            )
        };
        assert_eq!(of(&page("Limpets keep a map")).as_deref(), Some("Limpets keep a map"));
    }

    #[test]
    fn a_heading_that_is_the_sites_name_is_no_headline() {
        let theme = "<title>Cheese prices fall – Mill Blog</title><div id=header><h1><a href=/>Mill Blog</a></h1></div>\
            <h2>Cheese prices fall</h2><p>Text.";
        assert_eq!(of(theme).as_deref(), Some("Cheese prices fall"));
    }

    #[test]
    fn without_a_heading_the_title_is_cut() {
        let bare = "<title>The ferry deal holds for now | Coast Courier</title><p>Text.";
        assert_eq!(of(bare).as_deref(), Some("The ferry deal holds for now"));
    }

    #[test]
    fn what_kind_of_text_it_is_stands_apart() {
        let kind =
            "<title>The ferry deal holds for now | Opinion</title><h1>The ferry deal holds for now | Opinion</h1>";
        assert_eq!(of(kind).as_deref(), Some("The ferry deal holds for now"));
    }

    #[test]
    fn a_heading_written_twice_is_taken_once() {
        let twice = "<title>The ferry deal holds for now</title><h1>The ferry deal holds for now The ferry deal holds for now</h1>";
        assert_eq!(of(twice).as_deref(), Some("The ferry deal holds for now"));
    }
}
