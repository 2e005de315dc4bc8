//! How much each trait of a candidate counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model, learned by `training/train_choices.py`.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    0.22, // main heading in furniture
    -0.16, // main heading of several pieces, with spaces
    0.37, // longest piece of it
    0.54, // all pieces but the first
    0.57, // last piece
    -0.03, // named headline within it
    0.46, // without its kicker or subtitle
    0.76, // stated headline
    -0.17, // lesser heading, named
    -0.43, // named headline, no heading
    -0.06, // second heading
    0.41, // og:title
    -0.11, // og:title cut
    -0.27, // twitter:title
    -0.39, // twitter:title cut
    0.31, // JSON-LD headline
    -0.02, // JSON-LD headline cut
    0.27, // other meta
    0.16, // other meta cut
    0.74, // piece of another stated title
    0.22, // script state
    0.55, // main heading
    0.64, // main heading, named headline
    0.22, // first main heading
    -0.24, // only main heading
    -0.44, // title
    -0.34, // title cut
    0.36, // piece of title
    -0.30, // no more than a piece
    0.64, // families that have it
    -0.69, // three families or more
    0.95, // share of its words in the title
    1.01, // share of its words in og:title
    0.60, // share of its words in JSON-LD
    0.44, // share of its words in the main heading
    0.80, // share of the address's words in it
    0.07, // share of the title's words in it
    0.24, // share of og:title's words in it
    0.23, // share of the main heading's words in it
    -0.49, // under three words
    -0.35, // over 22 words
    0.88, // logarithm of its length
    -0.60, // the site's name
    -0.61, // one of the site's names
    -0.57, // begins or ends with the site's name
    -0.83, // begins or ends with one of its names
    -1.18, // holds a bar
    -0.10, // breaks off
    -0.08, // lies in a stated title
    0.13, // lies in a main heading
    -0.29, // holds a main heading
    -0.84, // holds a stated title
    0.12, // in article or main
    0.45, // in a header
    -0.37, // in a logo
    0.36, // in an entry
    0.47, // first heading of its kind
    -0.81, // third or later
    -1.02, // leads to the front page
    0.29, // byline within 250 bytes
    -0.26, // no byline within 2,000
    -0.21, // capitals alone
    -0.16, // no capitals
    0.00, // no main heading on the page
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
