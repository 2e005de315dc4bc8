//! How much each trait of a candidate counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model, learned by `training/train_choices.py`.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    0.23, // main heading in furniture
    -0.16, // main heading of several pieces, with spaces
    0.37, // longest piece of it
    0.54, // all pieces but the first
    0.57, // last piece
    -0.03, // named headline within it
    0.46, // without its kicker or subtitle
    0.77, // stated headline
    -0.17, // lesser heading, named
    -0.44, // named headline, no heading
    -0.06, // second heading
    0.41, // og:title
    -0.08, // og:title cut
    -0.30, // twitter:title
    -0.39, // twitter:title cut
    0.30, // JSON-LD headline
    -0.02, // JSON-LD headline cut
    0.27, // other meta
    0.17, // other meta cut
    0.70, // piece of another stated title
    0.22, // script state
    0.55, // main heading
    0.65, // main heading, named headline
    0.22, // first main heading
    -0.24, // only main heading
    -0.46, // title
    -0.43, // title cut
    0.37, // piece of title
    -0.26, // no more than a piece
    0.66, // families that have it
    -0.68, // three families or more
    0.95, // share of its words in the title
    1.00, // share of its words in og:title
    0.60, // share of its words in JSON-LD
    0.43, // share of its words in the main heading
    0.80, // share of the address's words in it
    0.08, // share of the title's words in it
    0.24, // share of og:title's words in it
    0.23, // share of the main heading's words in it
    -0.49, // under three words
    -0.36, // over 22 words
    0.89, // logarithm of its length
    -0.63, // the site's name
    -0.61, // one of the site's names
    -0.59, // begins or ends with the site's name
    -0.81, // begins or ends with one of its names
    -1.18, // holds a bar
    -0.10, // breaks off
    -0.06, // lies in a stated title
    0.12, // lies in a main heading
    -0.28, // holds a main heading
    -0.83, // holds a stated title
    0.13, // in article or main
    0.44, // in a header
    -0.37, // in a logo
    0.36, // in an entry
    0.47, // first heading of its kind
    -0.81, // third or later
    -1.02, // leads to the front page
    0.29, // byline within 250 bytes
    -0.27, // no byline within 2,000
    -0.21, // capitals alone
    -0.16, // no capitals
    0.00, // no main heading on the page
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
