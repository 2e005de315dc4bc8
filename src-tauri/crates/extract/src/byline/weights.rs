//! How much each trait of a list of names counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model, learned by `training/train_choices.py`.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    1.07, // JSON-LD people
    0.91, // JSON-LD organisations
    0.29, // meta author
    0.53, // other meta
    0.18, // rel=author
    -0.11, // stated in the text's markup
    0.18, // named for an author's name
    -0.40, // link within author or byline
    -0.77, // byline
    -0.53, // author
    -0.64, // link to an author's page
    0.12, // after “By”
    1.71, // after plain words below the text
    -0.70, // beside a date
    0.21, // script state
    -1.18, // the site
    0.87, // places that agree
    0.78, // three places or more
    0.17, // holds another candidate
    0.80, // lies in another candidate
    1.65, // share of names like a person's
    -0.87, // the site's name
    -0.30, // a desk's name
    -0.46, // two names
    -0.12, // three names or more
    0.32, // one word
    1.56, // within 300 bytes after the headline
    -0.04, // within 2,000 bytes
    0.01, // up to 200 bytes before it
    -0.04, // further before it
    -0.15, // 8,000 bytes after it or more
    -0.24, // in footer or aside
    -0.47, // among related articles
    0.81, // in an author's box
    0.13, // in article, main or header
    -0.57, // hidden
    0.50, // in small letters
    0.03, // holds a digit
    -1.87, // a name lies in the headline
    -1.13, // words in small letters
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
