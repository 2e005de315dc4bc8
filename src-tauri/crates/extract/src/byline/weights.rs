//! How much each trait of a list of names counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model: the likelihood of a labelled byline among each page's candidates, over 1,067
/// labelled pages, with a small penalty on large weights.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    1.62, // JSON-LD people
    1.45, // JSON-LD organisations
    0.39, // meta author
    0.86, // other meta
    0.84, // rel=author
    0.27, // stated in the text's markup
    0.67, // named for an author's name
    -0.32, // link within author or byline
    -0.73, // byline
    -0.41, // author
    -0.26, // link to an author's page
    0.35, // after “By”
    0.19, // script state
    -0.96, // the site
    0.70, // places that agree
    0.56, // three places or more
    0.38, // holds another candidate
    0.90, // lies in another candidate
    2.10, // share of names like a person's
    -0.81, // the site's name
    -0.40, // a desk's name
    -0.66, // two names
    -0.79, // three names or more
    0.18, // one word
    1.73, // within 300 bytes after the headline
    0.00, // within 2,000 bytes
    0.18, // up to 200 bytes before it
    -0.10, // further before it
    -0.05, // 8,000 bytes after it or more
    -0.39, // in footer or aside
    -0.45, // among related articles
    1.31, // in an author's box
    0.16, // in article, main or header
    -1.24, // hidden
    0.75, // in small letters
    0.03, // holds a digit
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
