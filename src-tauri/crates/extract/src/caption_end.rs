//! Credits that stand behind a caption without a label: `… on Monday. Name/Getty Images`.

use crate::words::length;

/// Those who hand pictures out, in small letters.
pub(crate) const AGENCIES: [&str; 63] = [
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
    "folhapress",
    "agência brasil",
    "estadão conteúdo",
    "europa press",
    "ritzau scanpix",
    "scanpix",
    "anp",
    "aap",
    "cp",
    "pti",
    "ani",
    "ria novosti",
    "риа новости",
    "тасс",
    "연합뉴스",
    "연합뉴스 자료사진",
    "뉴시스",
    "뉴스1",
    "共同",
    "時事",
    "新华社",
    "中新社",
    "视觉中国",
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
        let is_apart = rest.starts_with([' ', '—', '–']) || end == "。";
        (is_apart && !rest.trim().is_empty()).then_some(behind)
    });
    for start in starts {
        let (before, end) = (text.get(..start)?.trim_end(), text.get(start..)?.trim());
        if length(before) >= 2 && end.chars().count() <= MOST.0 && is_credit(end) {
            return Some((before, end));
        }
    }
    behind_dash(text).or_else(|| taken_by(text))
}

/// `… since 1998 - Name/Agency`: a dash stands before the one who took it.
fn behind_dash(text: &str) -> Option<(&str, &str)> {
    let (at, dash) = [" - ", " – ", " — "].iter().filter_map(|dash| Some((text.rfind(dash)?, *dash))).max()?;
    let (before, end) = (text.get(..at)?.trim_end(), text.get(at + dash.len()..)?.trim());
    let has_agency = end.contains('/') && is_credit(end) && !end.starts_with(char::is_lowercase);
    (length(before) >= 2 && end.chars().count() <= MOST.0 && has_agency).then_some((before, end))
}

/// Whether a sentence is nothing but a credit: a name and an agency, or who let a picture be used.
fn is_credit(text: &str) -> bool {
    let lower = text.trim_end_matches('.').to_lowercase();
    if length(text) > MOST.1 {
        return false;
    }
    let lower = lower.trim_start_matches(['/', '—', '–', '-', ' ']);
    let is_agency = |part: &str| AGENCIES.contains(&part.trim());
    let is_handed_out =
        ["courtesy of ", "courtesy ", "handout/", "file photo/"].iter().any(|start| lower.starts_with(start));
    let is_via = lower.rsplit_once(" via ").is_some_and(|(_, agency)| agency.split('/').any(is_agency));
    let has_parts = lower.contains(['/', '|']) && lower.split(['/', '|']).any(is_agency);
    is_agency(lower) || is_handed_out || is_via || has_parts && lower.split(['/', '|']).count() <= 4
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
    let bare = ["撮影", "提供", " 摄", " 攝"].iter().find_map(|end| text.strip_suffix(end))?;
    let (at, mark) = bare.rmatch_indices(['、', '。', '，', '＝']).next()?;
    let name = bare.get(at + mark.len()..)?.trim();
    let is_name = (2..=14).contains(&name.chars().count()) && !name.chars().any(char::is_numeric);
    let before = text.get(..if mark == "。" { at + mark.len() } else { at })?;
    (is_name && !before.is_empty()).then_some((before, name))
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
            ("3月3日拍摄的旧码头。新华社记者 李明 摄", "3月3日拍摄的旧码头。", "新华社记者 李明"),
            ("O cais, fechado desde 1998 - Ana Lima/Folhapress", "O cais, fechado desde 1998", "Ana Lima/Folhapress"),
            ("A boy on the pier on Monday.—AFP", "A boy on the pier on Monday.", "—AFP"),
            ("11일 부두 전경. /연합뉴스", "11일 부두 전경.", "/연합뉴스"),
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
            "The pier, closed - or so it seems",
            "The pier - 3 km long - and/or the quay",
        ] {
            assert_eq!(unlabelled_end(text), None, "{text}");
        }
    }
}
