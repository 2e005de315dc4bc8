//! Who wrote it: names alone.
//!
//! Every list of names on the page becomes a candidate with what speaks for and against it; a table of learned weights
//! chooses, as for the headline.

pub(crate) mod candidates;
mod gathered;
mod names;
mod nobody;
mod openers;
mod reporter;
mod shown;
mod signature;
pub(crate) mod traits;
mod weights;

use gathered::{Candidate, Source};
use signature::is_signature;

use crate::caption_end::AGENCIES;
use crate::evidence::Evidence;
use crate::evidence::signs::Signs;
use crate::words::same;

/// Least score of names that are believed: what scores less is as good as never the author.
const LEAST: f32 = 0.5;

/// Whether the likeliest candidate is one at all: the site's name alone is none, nor is a stray word
/// far from the headline.
fn is_believed(candidate: &Candidate) -> bool {
    let named = candidate.sources.iter().any(|source| {
        !matches!(source, Source::Opener | Source::Address | Source::Author | Source::State | Source::Site)
    });
    let near = |most: i64| candidate.distance.is_some_and(|distance| (-400..most).contains(&distance));
    let shown = candidate.sources.iter().any(|source| matches!(source, Source::Author | Source::Address)) && near(3000)
        || candidate.sources.contains(&Source::Opener) && near(400);
    let people = candidate.sources != [Source::Site] && candidate.names.iter().all(|name| names::is_person(name));
    named || shown || people
}

/// Whether names stand far below the headline in a box about other articles, and nowhere else.
fn is_of_another(candidate: &Candidate) -> bool {
    let is_shown = |source: &Source| {
        matches!(
            source,
            Source::AuthorName
                | Source::AuthorLink
                | Source::Byline
                | Source::Author
                | Source::Address
                | Source::Opener
        )
    };
    candidate.place.any(Signs::RELATED.with(Signs::ASIDE))
        && candidate.distance.is_some_and(|distance| distance > FAR)
        && candidate.sources.iter().all(is_shown)
}

/// Bytes of text from the headline on from which on a box may be about other articles.
const FAR: i64 = 1500;

/// Whether a line opens with a word such as “By” and goes on with a few words.
pub(crate) fn is_byline(line: &str) -> bool {
    let rest = openers::after(line.trim());
    rest.is_some_and(|rest| rest.chars().count() <= 80 && rest.chars().next().is_none_or(|first| !first.is_lowercase()))
}

/// The authors' names, in the page's order.
pub(crate) fn byline(evidence: &Evidence, site: Option<&str>, headline: Option<&str>) -> Vec<String> {
    let candidates = candidates::candidates(evidence, site, headline);
    let scores = traits::traits(&candidates, site, headline);
    // Whom the page names twice for machines signs before a name that only stands beside the date: a desk does sign.
    let is_stated = |candidate: &Candidate| {
        [Source::LinkedPeople, Source::MetaAuthor].iter().all(|source| candidate.sources.contains(source))
    };
    let is_any_stated = candidates.iter().any(is_stated);
    let best = scores
        .iter()
        .map(weights::score)
        .zip(&candidates)
        .filter(|(_, candidate)| !is_any_stated || candidate.sources != [Source::Dated])
        .filter(|(_, candidate)| !is_of_another(candidate))
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .filter(|(score, candidate)| *score >= LEAST && is_believed(candidate))
        .map(|(_, candidate)| candidate);
    let beside = beside_headline(evidence, headline);
    // What a page tells machines there is often the name of the house.
    let (_, start) = evidence.shown().headline(headline);
    let is_for_machines = |candidate: &Candidate| {
        candidate.sources.iter().all(|source| {
            matches!(
                source,
                Source::LinkedPeople
                    | Source::LinkedOrganisations
                    | Source::MetaAuthor
                    | Source::MetaOther
                    | Source::State
                    | Source::Site
            )
        })
    };
    if best.is_none_or(is_for_machines) {
        let reporters = reporter::reporters(evidence, start);
        if !reporters.is_empty() {
            return reporters;
        }
    }
    let mut names =
        best.map(|best| fuller(best, &candidates, beside).unwrap_or(best).names.clone()).unwrap_or_default();
    // “Ana Roth, Coast Courier” names one person.
    if names.len() > 1
        && let Some(site) = site
    {
        names.retain(|name| !same(name, site));
    }
    names
}

/// Bytes below a headline where its authors stand.
const BESIDE: usize = 400;

/// What a page shows right below its headline.
fn beside_headline<'a>(evidence: &'a Evidence, headline: Option<&str>) -> &'a str {
    let text = &evidence.shown().text;
    let (_, end) = evidence.shown().headline(headline);
    text.get(end..text.floor_char_boundary(end + BESIDE)).unwrap_or_default()
}

/// The persons of the page's own data or of its line below the headline that are every name of another list and more, where all of
/// them stand beside the headline: what else stands in a page's head often has the first alone. Who only contributed is none of
/// them.
fn fuller<'a>(best: &Candidate, candidates: &'a [Candidate], beside: &str) -> Option<&'a Candidate> {
    let lower = beside.to_lowercase();
    if ["contribut", "edited by", "reviewed by", "checked by", "translat", "photo"]
        .iter()
        .any(|word| lower.contains(word))
    {
        return None;
    }
    let is_agency = |name: &String| AGENCIES.contains(&name.to_lowercase().as_str());
    let is_list = |candidate: &Candidate| {
        candidate.sources.contains(&Source::LinkedPeople)
            || [Source::MetaOther, Source::Opener].iter().any(|source| candidate.sources.contains(source))
                && candidate.names.iter().all(|name| is_signature(name) && !is_agency(name))
    };
    let is_people = |names: &[String]| !names.is_empty() && names.iter().all(|name| names::is_person(name));
    candidates.iter().filter(|_| is_people(&best.names)).find(|candidate| {
        is_list(candidate)
            && (best.names.len() + 1..=MOST_AUTHORS).contains(&candidate.names.len())
            && is_people(&candidate.names)
            && best.names.iter().all(|name| candidate.names.contains(name))
            && candidate.names.iter().all(|name| beside.contains(name.as_str()))
    })
}

/// Authors of one article whom a page names, as far as a list of them may be believed over a shorter one.
const MOST_AUTHORS: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    fn of(page: &str) -> Vec<String> {
        byline(&Evidence::of_page(page), Some("Coast Courier"), Some("Ferry deal holds"))
    }

    #[test]
    fn authors_are_found_where_pages_name_them() {
        let roth_and_lund = ["Ana Roth", "Per Lund"];
        for page in [
            r##"<script type="application/ld+json">{"@type":"NewsArticle","author":[{"@type":"Person","name":"Ana Roth"},{"@id":"#p"}]}</script>
                <script type="application/ld+json">{"@id":"#p","@type":"Person","name":"Per Lund"}</script><h1>Ferry deal holds</h1>"##,
            "<h1>Ferry deal holds</h1><p class=byline>By <a>Ana Roth</a> and <a>Per Lund</a>, Staff Writers",
            r#"<script type="application/ld+json">{"@type":"Article","author":[{"@type":"Role","author":{"givenName":"Ana","familyName":"Roth"}},"Per Lund"]}</script><h1>Ferry deal holds</h1>"#,
            "<h1>Ferry deal holds</h1><p class=byline>By Ana Roth, Per Lund, Coast Courier",
            "<h1>Ferry deal holds</h1><span>Von Ana Roth und Per Lund</span><p>Text.",
            "<h1>Ferry deal holds</h1><a href='/author/ana-roth'>Ana Roth</a>, <a href='/author/per-lund'>Per Lund</a>",
        ] {
            assert_eq!(of(page), roth_and_lund, "{page}");
        }
    }

    #[test]
    fn all_who_wrote_it_are_named() {
        let meta = "<meta name=author content='Ana Roth'><meta name=parsely-author content='Ana Roth'>";
        let data =
            r#"<script type="application/ld+json">{"@type":"Article","author":["Ana Roth","Per Lund"]}</script>"#;
        let shown =
            "<h1>Ferry deal holds</h1><p class=byline>By <a href=/ana>Ana Roth</a> &amp; <a href=/per>Per Lund</a>";
        assert_eq!(of(&format!("{meta}{data}{shown}")), ["Ana Roth", "Per Lund"]);
        let helped = "<h1>Ferry deal holds</h1><p class=byline>By Ana Roth<p>with contributions from Per Lund";
        assert_eq!(of(&format!("{meta}{data}{helped}")), ["Ana Roth"]);
    }

    #[test]
    fn who_did_something_else_is_no_author() {
        let by = "<h1>Ferry deal holds</h1><p class=byline>By <a href=/ana>Ana Roth</a>";
        for end in [
            ", Senior Editor. Edited by <a href=/per>Per Lund</a>",
            ". Translated from the Danish by <a href=/per>Per Lund</a>",
            " in <a href=/travel>Travel Notes</a>",
            " | Beeld: Per Lund",
        ] {
            assert_eq!(of(&format!("{by}{end}</p>")), ["Ana Roth"], "{end}");
        }
        let data = r#"<script type="application/ld+json">{"@type":"Article","author":{"@type":"Person","name":"Ana Roth"}}</script>"#;
        let both =
            "<h1>Ferry deal holds</h1><p class=meta>by <a rel=author href=/a>Ana Roth</a> and <a href=/b>Per Lund</a>";
        assert_eq!(of(&format!("{data}{both}</p>")), ["Ana Roth", "Per Lund"]);
    }

    #[test]
    fn who_wrote_it_may_stand_below_the_text() {
        let text = "<p>The ferry deal between both towns holds, said the harbour master on a rainy day.</p>".repeat(60);
        for end in ["<p>Written by Ana Roth</p>", "<div>Author</div><div>Ana Roth</div>"] {
            assert_eq!(of(&format!("<h1>Ferry deal holds</h1>{text}{end}")), ["Ana Roth"], "{end}");
        }
        assert_eq!(of(&format!("<h1>Ferry deal holds</h1>{text}<p>Another ferry<p>By Ana Roth")), Vec::<String>::new());
    }

    #[test]
    fn who_wrote_another_article_did_not_write_this_one() {
        let text = "<p>The ferry deal between both towns holds, said the harbour master on a rainy day.</p>".repeat(40);
        let boxed = "<aside class=related><h3>Related</h3><h4><a href=/x>Another deal</a></h4><span class=author>Ida Berg</span></aside>";
        assert_eq!(of(&format!("<h1>Ferry deal holds</h1>{text}{boxed}")), Vec::<String>::new());
        let signed = "<p class=byline>By Ana Roth</p>";
        assert_eq!(of(&format!("<h1>Ferry deal holds</h1>{signed}{text}{boxed}")), ["Ana Roth"]);
    }

    #[test]
    fn nobody_is_named_where_nobody_signs() {
        for page in [
            "<h1>Ferry deal holds</h1><p>Text of the article.",
            "<h1>Ferry deal holds</h1><div class=comments><span class=author>Ida Berg</span></div>",
            "<h1>Ferry deal holds</h1><figure><img src=/a.jpg><figcaption>The deal <b class=author>Ida Berg</b></figcaption></figure>",
            "<h1>Ferry deal holds</h1><p>Photo by Ida Berg<p>Text of the article.",
            "<h1>Ferry deal holds</h1><ul><li>Deal holds by two votes</li></ul><p>Text of the article.",
            "<h1>Ferry deal holds</h1><div>Photograph: Ida Berg</div><time>5 May 2026</time><p>Text of the article.",
        ] {
            assert_eq!(of(page), Vec::<String>::new(), "{page}");
        }
    }
}
