//! How much each trait of a candidate counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model: the likelihood of the labelled headline among each page's candidates, over 1,382
/// labelled pages, with a small penalty on large weights.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    0.69, // main heading
    0.99, // named headline
    0.50, // first main heading
    -0.11, // only main heading
    0.90, // main heading in furniture
    0.36, // piece of main heading
    1.63, // stated headline
    0.14, // lesser heading, named
    -0.14, // named headline, no heading
    0.36, // second heading
    0.30, // og:title
    -0.21, // og:title cut
    -0.67, // twitter:title
    -0.73, // twitter:title cut
    0.44, // JSON-LD headline
    -0.06, // JSON-LD headline cut
    0.31, // other meta
    0.25, // other meta cut
    -0.93, // title
    -0.50, // title cut
    0.15, // piece of title
    0.75, // piece of others
    0.42, // script state
    0.83, // families that have it
    -0.51, // three families or more
    1.20, // share of its words in the title
    1.36, // share of its words in og:title
    0.72, // share of its words in the main heading
    1.19, // share of the address's words in it
    0.13, // share of the title's words in it
    -0.35, // under three words
    -0.56, // over 22 words
    1.32, // logarithm of its length
    -1.95, // is the site's name
    -1.45, // begins or ends with the site's name
    -1.67, // holds a bar
    -0.22, // lies in a stated title
    0.64, // lies in a main heading
    -0.22, // holds a main heading
    -1.13, // holds a stated title
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
