//! The headline as a reader sees it.
//!
//! Every text that might be it becomes a candidate with what speaks for and against it (`candidates`, `traits`); a table of
//! learned weights chooses (`weights`).

pub(crate) mod candidates;
mod suffix;
pub(crate) mod traits;
mod weights;

use url::Url;

use candidates::Candidate;

use crate::evidence::Evidence;
use crate::publication;
use crate::words::{SEPARATORS, key, plain, words};

/// The headline as shown, once, without the site's name.
pub(crate) fn headline(evidence: &Evidence, page: Option<&Url>, site: Option<&str>) -> Option<String> {
    let names = publication::names(evidence, page, site);
    let candidates = candidates::candidates(evidence, &names);
    let scores = traits::traits(&candidates, evidence, page, &names);
    let scored = scores.iter().map(weights::score).zip(&candidates);
    let best = scored.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, candidate)| candidate)?;
    let best = beside_name(best, &candidates, evidence).unwrap_or(best);
    Some(suffix::without_kind(best.text.clone()))
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
        headline(&Evidence::of_page(page), url.as_ref(), Some("Coast Courier"))
    }

    #[test]
    fn the_heading_shown_goes_before_titles_for_machines() {
        let shown = "<title>Ferry deal: holds for now | Coast Courier</title><meta property=og:title content='Ferry deal holds - Coast Courier'>\
            <h1>Coast Courier</h1><article><h1 class=headline>Ferry deal holds, for now</h1><p>Text.</article>";
        assert_eq!(of(shown).as_deref(), Some("Ferry deal holds, for now"));
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
