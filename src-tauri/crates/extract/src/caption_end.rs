//! Credits that stand behind a caption without a label: `… on Monday. Name/Getty Images`.

use crate::words::length;

/// Those who hand pictures out, in small letters.
pub(crate) const AGENCIES: [&str; 40] = [
    "getty images",
    "getty",
    "reuters",
    "afp",
    "ap",
    "ap photo",
    "associated press",
    "the associated press",
    "epa",
    "efe",
    "dpa",
    "apa",
    "ansa",
    "ntb",
    "tt",
    "lusa",
    "belga",
    "pa",
    "pa wire",
    "pa media",
    "keystone",
    "tass",
    "xinhua",
    "kyodo",
    "yonhap",
    "anadolu",
    "anadolu agency",
    "bloomberg",
    "shutterstock",
    "alamy",
    "istock",
    "unsplash",
    "magnum photos",
    "the canadian press",
    "رويترز",
    "أ ف ب",
    "أ.ف.ب",
    "أسوشيتد برس",
    "الأناضول",
    "وكالات",
];

/// Characters and words of such a credit at most.
const MOST: (usize, usize) = (80, 8);

/// What a caption says, and the credit that its last sentence is.
pub(crate) fn unlabelled_end(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end();
    let ends = text.match_indices(['.', '!', '?', '”', '"', ')', '»', '。']);
    let starts = ends.filter_map(|(at, end)| {
        let behind = at + end.len();
        let rest = text.get(behind..)?;
        let is_apart = rest.starts_with(' ') || end == "。";
        (is_apart && !rest.trim().is_empty()).then_some(behind)
    });
    for start in starts {
        let (before, end) = (text.get(..start)?.trim_end(), text.get(start..)?.trim());
        if length(before) >= 2 && end.chars().count() <= MOST.0 && is_credit(end) {
            return Some((before, end));
        }
    }
    taken_by(text)
}

/// Whether a sentence is nothing but a credit: a name and an agency, or who let a picture be used.
fn is_credit(text: &str) -> bool {
    let lower = text.trim_end_matches('.').to_lowercase();
    if length(text) > MOST.1 {
        return false;
    }
    let is_agency = |part: &str| AGENCIES.contains(&part.trim());
    let is_handed_out =
        ["courtesy of ", "courtesy ", "handout/", "file photo/"].iter().any(|start| lower.starts_with(start));
    let is_via = lower.rsplit_once(" via ").is_some_and(|(_, agency)| agency.split('/').any(is_agency));
    let has_parts = lower.contains(['/', '|']) && lower.split(['/', '|']).any(is_agency);
    is_agency(&lower) || is_handed_out || is_via || has_parts && lower.split(['/', '|']).count() <= 4
}

/// Whether a text is no more than somebody's name and the agency that hands the picture out.
pub(crate) fn is_of_agency(text: &str) -> bool {
    let lower = text.to_lowercase();
    let (by, of) =
        (["via getty images", "/getty images", "/ getty images"], ["/afp", "/reuters", "/ap", "/epa", "/dpa"]);
    text.split_whitespace().count() <= 8
        && (by.iter().any(|end| lower.ends_with(end)) || of.iter().any(|end| lower.ends_with(end)))
}

/// `…、佐藤健撮影`: the one who took it stands last.
fn taken_by(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end_matches(['。', ' ']);
    let bare = ["撮影", "提供"].iter().find_map(|end| text.strip_suffix(end))?;
    let (at, mark) = bare.rmatch_indices(['、', '。', '，', '＝']).next()?;
    let name = bare.get(at + mark.len()..)?.trim();
    let is_name = (2..=12).contains(&name.chars().count()) && !name.chars().any(char::is_numeric);
    (is_name && !text.get(..at)?.is_empty()).then_some((text.get(..at)?, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credit_behind_the_last_sentence_stands_apart() {
        for (text, before, credit) in [
            ("The pier on Monday. Dana Whitlock/Getty Images", "The pier on Monday.", "Dana Whitlock/Getty Images"),
            ("The pier on Monday. REUTERS/Dana Whitlock", "The pier on Monday.", "REUTERS/Dana Whitlock"),
            ("The pier on Monday. AP Photo/Dana Whitlock", "The pier on Monday.", "AP Photo/Dana Whitlock"),
            ("The pier on Monday. DANA WHITLOCK / AFP", "The pier on Monday.", "DANA WHITLOCK / AFP"),
            ("Mr. Orr at the pier. Ana Roe via Getty Images", "Mr. Orr at the pier.", "Ana Roe via Getty Images"),
            (
                "The pier (left) at noon. Courtesy of the Harbour Board",
                "The pier (left) at noon.",
                "Courtesy of the Harbour Board",
            ),
            ("月曜日の桟橋＝東京で、佐藤健撮影", "月曜日の桟橋＝東京で", "佐藤健"),
        ] {
            assert_eq!(unlabelled_end(text), Some((before, credit)), "{text}");
        }
    }

    #[test]
    fn a_sentence_is_no_credit() {
        for text in [
            "The pier on Monday. It was closed in May and/or June.",
            "The pier. Reuters has more of this story.",
            "Dana Whitlock/Getty Images",
            "The pier on Monday. Photographs were taken by 12 people",
            "東京で3日撮影",
        ] {
            assert_eq!(unlabelled_end(text), None, "{text}");
        }
    }
}
