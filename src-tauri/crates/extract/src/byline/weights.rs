//! How much each trait of a list of names counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model: the likelihood of a labelled byline among each page's candidates, over 1,067
/// labelled pages, with a small penalty on large weights.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    1.54, // JSON-LD people
    1.42, // JSON-LD organisations
    0.25, // meta author
    0.92, // other meta
    0.82, // rel=author
    0.33, // stated in the text's markup
    0.54, // named for an author's name
    -0.30, // link within author or byline
    -0.62, // byline
    -0.39, // author
    -0.24, // link to an author's page
    0.42, // after “By”
    0.59, // script state
    -0.94, // the site
    0.70, // places that agree
    0.55, // three places or more
    0.58, // holds another candidate
    1.04, // lies in another candidate
    2.16, // share of names like a person's
    -0.83, // the site's name
    -0.47, // a desk's name
    -0.61, // two names
    -0.72, // three names or more
    0.25, // one word
    1.59, // within 300 bytes after the headline
    -0.09, // within 2,000 bytes
    0.15, // up to 200 bytes before it
    -0.17, // further before it
    -0.06, // 8,000 bytes after it or more
    -0.42, // in footer or aside
    -0.43, // among related articles
    1.31, // in an author's box
    0.15, // in article, main or header
    -1.27, // hidden
    0.78, // in small letters
    -0.02, // holds a digit
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
