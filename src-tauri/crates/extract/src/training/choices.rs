//! Among what the headline, the byline, the day and the section of a page are chosen, for training the weights.

use url::Url;

use crate::dates::Custom;
use crate::evidence::Evidence;
use crate::publication::Publication;
use crate::{address, byline, canonical, guard, headline, language, published, section};

/// What one of a page's metadata is chosen among.
pub struct Choice {
    /// What is chosen.
    pub of: &'static str,
    /// The candidates: texts, names one a line, or instants with the publisher's offset.
    pub candidates: Vec<String>,
    /// Where each was found.
    pub sources: Vec<String>,
    /// The traits of each, in the order of the table of weights.
    pub rows: Vec<Vec<f32>>,
}

/// Shows all choices of a page.
#[must_use]
pub fn choices(html: &str, url: &str) -> Vec<Choice> {
    let read = guard::readable(html);
    let document = read.document();
    let evidence = Evidence::of(&document, &read.scripts);
    let page = Url::parse(url).ok();
    let page = address::origin(page.as_ref(), canonical(&evidence, page.as_ref()).as_deref());
    let page = page.as_ref();
    let Publication { site, names } = Publication::of(&evidence, page);
    let site = site.as_deref();
    let headlines = headline::candidates::candidates(&evidence, &names);
    let headline = headline::headline(&evidence, page, &names);
    let headline = headline.as_deref();
    let bylines = byline::candidates::candidates(&evidence, site, headline);
    let byline = byline::byline(&evidence, site, headline);
    let sections = section::candidates::candidates(&evidence, page, &names, headline, &byline);
    let custom = Custom::of(page, language(&document, &evidence).as_deref());
    let days = published::candidates::candidates(&evidence, page, headline, custom);
    vec![
        Choice {
            of: "headline",
            rows: owned(headline::traits::traits(&headlines, &evidence, page, &names)),
            sources: headlines.iter().map(|candidate| format!("{:?}", candidate.sources)).collect(),
            candidates: headlines.into_iter().map(|candidate| candidate.text).collect(),
        },
        Choice {
            of: "byline",
            rows: owned(byline::traits::traits(&bylines, site, headline)),
            sources: bylines.iter().map(|candidate| format!("{:?}", candidate.sources)).collect(),
            candidates: bylines.into_iter().map(|candidate| candidate.names.join("\n")).collect(),
        },
        Choice {
            of: "published",
            rows: owned(published::traits::traits(&days)),
            sources: days.iter().map(|candidate| format!("{:?}", candidate.sources)).collect(),
            candidates: days
                .iter()
                .map(|candidate| candidate.moment.at.display_with_offset(candidate.moment.offset).to_string())
                .collect(),
        },
        Choice {
            of: "section",
            rows: owned(section::traits::traits(&sections, page)),
            sources: sections.iter().map(|candidate| format!("{:?}", candidate.sources)).collect(),
            candidates: sections.into_iter().map(|candidate| candidate.name).collect(),
        },
    ]
}

fn owned<const TRAITS: usize>(rows: Vec<[f32; TRAITS]>) -> Vec<Vec<f32>> {
    rows.into_iter().map(Vec::from).collect()
}
