//! Credits that stand behind a caption without a label: `… on Monday. Name/Getty Images`.

use crate::words::length;

/// Those who hand pictures out, in small letters.
pub(crate) const AGENCIES: [&str; 113] = [
    "getty images",
    "getty",
    "reuters",
    "afp",
    "afp photo",
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
    "الفرنسية",
    "الجزيرة",
    "الأوروبية",
    "أسوشيتد",
    "غيتي",
    "غيتي إيميجز",
    "getty images/istockphoto",
    "中央社",
    "路透",
    "路透社",
    "法新社",
    "美聯社",
    "美联社",
    "共同社",
    "ロイター",
    "時事通信",
    "共同通信",
    "απε-μπε",
    "απε",
    "eurokinissi",
    "intime",
    "mti",
    "čtk",
    "tasr",
    "pap",
    "agerpres",
    "bta",
    "stt",
    "lehtikuva",
    "lrt",
    "bns",
    "elta",
    "leta",
    "tanjug",
    "hina",
    "stringer",
    "antara",
    "ttxvn",
    "bernama",
    "ians",
    "aa",
    "afp/getty images",
    "epa-efe",
    "ukrinform",
    "уніан",
    "интерфакс",
    "imago",
    "picture alliance",
    "picture-alliance",
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
    behind_dash(text)
        .or_else(|| last_word(text))
        .or_else(|| taken_by(text))
        .or_else(|| behind_word(text))
        .or_else(|| behind_stroke(text))
        .or_else(|| in_capitals(text))
}

/// Words for a picture that stand before a name without a colon.
const PICTURE_WORDS: [&str; 12] = [
    "photo",
    "foto",
    "beeld",
    "bild",
    "kuva",
    "fotografia",
    "fotografía",
    "photographie",
    "fot.",
    "фото",
    "fotó",
    "사진",
];

/// Words between that and a name.
const OF: [&str; 6] = ["di ", "de ", "von ", "van ", "par ", "da "];

/// `… de triage. Photo Jeanne Houle`, `… stazione. Foto di Giovanna Olli`: a word for the picture, and a name.
fn behind_word(text: &str) -> Option<(&str, &str)> {
    let (at, end) = ends_of_sentences(text).last()?;
    let (word, rest) = end.split_once(' ')?;
    let rest = OF.iter().find_map(|of| rest.strip_prefix(of)).unwrap_or(rest);
    let is_word = PICTURE_WORDS.contains(&word.to_lowercase().as_str());
    (is_word && (is_name(rest) || is_credit(rest))).then(|| (text.get(..at).unwrap_or_default().trim_end(), rest))
}

/// `… triage. | OUEST-RIVAGE`: a stroke stands before the one who took it.
fn behind_stroke(text: &str) -> Option<(&str, &str)> {
    let (before, end) = text.rsplit_once('|')?;
    let (before, end) = (before.trim_end(), end.trim());
    let of_house = || end.split_once('/').is_some_and(|(name, house)| is_name(name.trim()) && is_large(house.trim()));
    // `… Route 7. Reena Rose Sibayan | The Jersey Journal`
    let named = ends_of_sentences(before).last().filter(|(_, name)| is_name(name) && !end.contains('.'));
    if let Some((at, name)) = named {
        let from = text.len() - text.get(at..)?.trim_start().len();
        return (length(name) <= 4).then_some((text.get(..at)?.trim_end(), text.get(from..)?.trim()));
    }
    (length(before) >= 2 && (is_name(end) || is_credit(end) || is_large(end) || of_house())).then_some((before, end))
}

/// `… vacía. JUANA HOYOS`: the last sentence is a name in capitals.
fn in_capitals(text: &str) -> Option<(&str, &str)> {
    let (at, end) = ends_of_sentences(text).last()?;
    let is_meant = is_large(end) && is_name(end) && !end.ends_with(['.', '!', '?']);
    is_meant.then(|| (text.get(..at).unwrap_or_default().trim_end(), end))
}

/// What stands behind each sentence, with the place where that one ends.
fn ends_of_sentences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices(". ").filter_map(|(at, end)| Some((at + 1, text.get(at + end.len()..)?.trim())))
}

fn is_large(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase) && text.chars().count() <= MOST.0
}

/// Whether a text is written as somebody's name is: two to four words that begin large.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (2..=4).contains(&words.len())
        && words
            .iter()
            .all(|word| word.starts_with(char::is_uppercase) || matches!(*word, "de" | "van" | "von" | "da" | "di"))
        && words.first().is_some_and(|first| first.starts_with(char::is_uppercase))
        && text.chars().all(|next| next.is_alphabetic() || matches!(next, ' ' | '-' | '\'' | '’' | '.'))
}

/// `… 新税 图/视觉中国`, `… 新税 李建国/摄`, `… 新税 新华社发`: the last word alone tells who took it, in languages that part none.
fn last_word(text: &str) -> Option<(&str, &str)> {
    let (before, end) = text.rsplit_once(' ')?;
    let bare = ["图/", "圖/", "图：", "圖："].iter().find_map(|label| end.strip_prefix(label)).or_else(|| {
        let name = ["/摄", "/攝", "／攝影", "／摄影", "／攝", "／摄", "撮影", "攝影", "摄影"]
            .iter()
            .find_map(|label| end.strip_suffix(label))?;
        Some(name.strip_prefix("記者").or_else(|| name.strip_prefix("记者")).unwrap_or(name))
    });
    let bare = bare.or_else(|| end.strip_suffix(['发', '發']).filter(|agency| AGENCIES.contains(agency)))?;
    let is_name = (2..=12).contains(&bare.chars().count())
        && !bare.chars().any(|next| next.is_numeric() || next.is_ascii_alphabetic());
    (is_name && length(before) >= 2).then_some((before.trim_end(), bare))
}

/// A credit without the word for a picture before a name: `Foto Kees van de Veen`.
pub(crate) fn without_picture_word(credit: &str) -> &str {
    let Some((word, rest)) = credit.split_once(' ') else { return credit };
    let rest = rest.strip_prefix("Credit ").or_else(|| rest.strip_prefix("credit ")).unwrap_or(rest);
    let rest = OF.iter().find_map(|of| rest.strip_prefix(of)).unwrap_or(rest);
    let is_word = PICTURE_WORDS.contains(&word.to_lowercase().as_str());
    // `Bild Från Polisen`
    let is_from = ["från ", "fra ", "from ", "aus ", "des ", "der ", "the "]
        .iter()
        .any(|from| rest.to_lowercase().starts_with(from));
    if is_word && !is_from && (is_name(rest) || is_credit(rest)) { rest } else { credit }
}

/// `… since 1998 - Name/Agency`: a dash stands before the one who took it.
fn behind_dash(text: &str) -> Option<(&str, &str)> {
    let (at, dash) = [" - ", " – ", " — "].iter().filter_map(|dash| Some((text.rfind(dash)?, *dash))).max()?;
    let (before, end) = (text.get(..at)?.trim_end(), text.get(at + dash.len()..)?.trim());
    let has_agency = end.contains('/') && is_credit(end) && !end.starts_with(char::is_lowercase);
    // `… de Fargues - BFMTV`
    let is_short = (3..=12).contains(&end.chars().count()) && end.chars().all(char::is_uppercase);
    let is_agency = is_short || AGENCIES.contains(&end.to_lowercase().as_str());
    (length(before) >= 2 && end.chars().count() <= MOST.0 && (has_agency || is_agency)).then_some((before, end))
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
        && (by.iter().any(|end| lower.ends_with(end))
            || of.iter().any(|end| lower.ends_with(end))
            || lower.split_once('/').is_some_and(|(first, _)| AGENCIES.contains(&first.trim())) && !text.contains('.'))
}

/// `…、佐藤健撮影`: the one who took it stands last.
fn taken_by(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end_matches(['。', ' ']);
    let bare = ["撮影", "提供", " 摄", " 攝", " 기자"].iter().find_map(|end| text.strip_suffix(end))?;
    let (at, mark) = bare.rmatch_indices(['、', '。', '，', '＝', '.']).next()?;
    let name = bare.get(at + mark.len()..)?.trim();
    let is_name = (2..=14).contains(&name.chars().count()) && !name.chars().any(char::is_numeric);
    let before = text.get(..if matches!(mark, "。" | ".") { at + mark.len() } else { at })?;
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
            ("옛 조차장 전경. 박지훈 기자", "옛 조차장 전경.", "박지훈"),
            ("Une gare de triage. Photo Jeanne Houle", "Une gare de triage.", "Jeanne Houle"),
            ("Una vecchia stazione. Foto di Giovanna Olli", "Una vecchia stazione.", "Giovanna Olli"),
            ("Een oud station. Beeld ANP", "Een oud station.", "ANP"),
            ("Una estación vacía. JUANA HOYOS", "Una estación vacía.", "JUANA HOYOS"),
            ("L’ancienne gare de triage. | OUEST-RIVAGE", "L’ancienne gare de triage.", "OUEST-RIVAGE"),
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
            "The pier on Monday. Photo of the year 2025",
            "The pier at noon. Ana Whitlock Roth",
            "The pier opens. USA",
        ] {
            assert_eq!(unlabelled_end(text), None, "{text}");
        }
    }
}
