//! How much each trait of a candidate counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model: the likelihood of the labelled headline among each page's candidates, over 1,382
/// labelled pages, with a small penalty on large weights.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    0.73, // main heading
    1.02, // named headline
    0.48, // first main heading
    -0.07, // only main heading
    0.90, // main heading in furniture
    0.42, // piece of main heading
    1.61, // stated headline
    0.16, // lesser heading, named
    -0.12, // named headline, no heading
    0.35, // second heading
    0.33, // og:title
    -0.15, // og:title cut
    -0.69, // twitter:title
    -0.64, // twitter:title cut
    0.49, // JSON-LD headline
    0.16, // JSON-LD headline cut
    0.26, // other meta
    0.16, // other meta cut
    -0.90, // title
    -0.49, // title cut
    0.12, // piece of title
    0.74, // piece of others
    -0.71, // script state
    0.81, // families that have it
    -0.44, // three families or more
    1.19, // share of its words in the title
    1.42, // share of its words in og:title
    0.62, // share of its words in the main heading
    1.20, // share of the address's words in it
    0.14, // share of the title's words in it
    -0.35, // under three words
    -0.66, // over 22 words
    1.37, // logarithm of its length
    -1.02, // is the site's name
    -1.49, // begins or ends with the site's name
    -1.66, // holds a bar
    -0.25, // lies in a stated title
    0.69, // lies in a main heading
    -0.17, // holds a main heading
    -1.13, // holds a stated title
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
