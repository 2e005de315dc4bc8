//! How much each trait of a list of names counts.

use super::traits::TRAITS;

/// Weights of a conditional logit model, learned by `training/train_choices.py`.
#[rustfmt::skip]
const WEIGHTS: [f32; TRAITS] = [
    1.04, // JSON-LD people
    1.07, // JSON-LD organisations
    0.32, // meta author
    0.49, // other meta
    0.14, // rel=author
    -0.12, // stated in the text's markup
    0.17, // named for an author's name
    -0.40, // link within author or byline
    -0.76, // byline
    -0.50, // author
    -0.60, // link to an author's page
    0.14, // after “By”
    1.71, // after plain words below the text
    -0.84, // beside a date
    0.19, // script state
    -1.13, // the site
    0.93, // places that agree
    0.72, // three places or more
    0.22, // holds another candidate
    0.83, // lies in another candidate
    1.71, // share of names like a person's
    -0.86, // the site's name
    -0.28, // a desk's name
    -0.47, // two names
    -0.22, // three names or more
    0.38, // one word
    1.51, // within 300 bytes after the headline
    -0.07, // within 2,000 bytes
    -0.09, // up to 200 bytes before it
    -0.07, // further before it
    -0.16, // 8,000 bytes after it or more
    -0.23, // in footer or aside
    -0.50, // among related articles
    0.76, // in an author's box
    0.13, // in article, main or header
    -0.57, // hidden
    0.46, // in small letters
    0.03, // holds a digit
    -1.74, // a name lies in the headline
    -1.11, // words in small letters
];

/// The higher, the likelier.
pub(super) fn score(traits: &[f32; TRAITS]) -> f32 {
    traits.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}
