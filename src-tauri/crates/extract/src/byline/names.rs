//! Names alone, out of the lines that hold them.

use super::nobody::{NOBODY, OTHER, TRADES};
use super::openers::{self, strip};
use crate::caption_end::AGENCIES;
use crate::evidence::shown::SEAM;
use crate::words::{folded, key, words};

/// Words between names.
const BETWEEN: [&str; 33] = [
    "and",
    "und",
    "et",
    "y",
    "e",
    "&",
    "with",
    "og",
    "och",
    "en",
    "и",
    "mit",
    "via",
    "+",
    "/",
    "i",
    "a",
    "és",
    "si",
    "și",
    "ja",
    "ve",
    "dan",
    "và",
    "та",
    "й",
    "και",
    "κι",
    "और",
    "व",
    "এবং",
    "ও",
    "اور",
];

/// Degrees and memberships that stand behind a name, in lower case and without their points.
const DEGREES: [&str; 32] = [
    "phd", "md", "rdn", "rd", "rn", "ms", "msc", "ma", "ba", "bsc", "mph", "dvm", "vmd", "mba", "jd", "ld", "cpt",
    "cfp", "cfa", "cpa", "esq", "dds", "dmd", "edd", "psyd", "lcsw", "pharmd", "faan", "facs", "frcp", "mfa", "기자",
];

/// Signs between names.
const SIGNS: [char; 13] = [',', '|', '•', '·', ';', SEAM, '–', '—', '،', '、', '●', '\n', '\u{1}'];

/// Longest line that names are looked for in, in bytes.
const LONGEST: usize = 600;

/// Splits lines into names and takes away what is no name.
pub(super) fn names<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut trades: Vec<String> = Vec::new();
    for line in lines {
        if line.len() > LONGEST {
            continue;
        }
        let line = without_pictures(line);
        let opened = openers::after(line);
        let line = without_place(opened.unwrap_or(line), opened.is_some());
        let mut is_behind_trade = false;
        for part in line.split(SIGNS).flat_map(between) {
            // Who looked over the text did not write it.
            if !found.is_empty() && ["editing by", "edited by"].iter().any(|opener| strip(&part, opener).is_some()) {
                break;
            }
            let Some(name) = bare(&part) else { continue };
            if found
                .iter()
                .any(|known| key(known) == key(&name) || key(known).ends_with(&key(&name)) && words(&name).len() == 1)
            {
                continue;
            }
            let parts = words(&name);
            // “Ana Roth, correspondent, Brussels”.
            let is_place = is_behind_trade && parts.len() == 1 && !found.is_empty();
            is_behind_trade = false;
            if is_place {
                continue;
            }
            if parts.iter().any(|word| TRADES.contains(&word.as_str())) {
                trades.push(name);
                is_behind_trade = true;
                continue;
            }
            // “Ana Roth, The Coast Herald”.
            if !found.is_empty() && is_paper(&name, &parts) {
                continue;
            }
            // Degrees and memberships follow a name in capitals.
            let degree = name.len() <= 5
                && !found.is_empty()
                && name.chars().all(|next| next.is_uppercase() || next == '.' || next == '-');
            if !degree && (found.is_empty() || !is_degree(&name)) {
                found.push(name);
            }
        }
    }
    // “Name, paper.example” names the paper besides.
    if found.len() > 1 {
        found.retain(|name| !is_host(name));
    }
    if found.is_empty() { trades.into_iter().filter(|trade| words(trade).len() <= 4).take(1).collect() } else { found }
}

/// Words before those who took the pictures.
const PICTURES: [&str; 33] = [
    "photographs by",
    "photos by",
    "photo by",
    "photography by",
    "pictures by",
    "illustrations by",
    "illustration by",
    "photo:",
    "photos:",
    "photographs:",
    "foto:",
    "fotos:",
    "foto's:",
    "fotografie:",
    "bild:",
    "bilder:",
    "photo :",
    "photos :",
    "fotografía:",
    "fotoğraf:",
    "kuvat:",
    "kuva:",
    "zdjęcia:",
    "фото:",
    "ảnh:",
    "beeld:",
    "illustratie:",
    "写真：",
    "写真:",
    "写真／",
    "图：",
    "摄影：",
    "사진:",
];

/// A line up to where it goes on about those who took the pictures.
fn without_pictures(line: &str) -> &str {
    // All of them have one of these.
    if !line.contains([':', '：', '／']) && !line.contains("by ") {
        return line;
    }
    let lower = line.to_lowercase();
    if lower.len() != line.len() {
        return line;
    }
    let starts = |at: &usize| lower.get(..*at).is_none_or(|before| !before.ends_with(char::is_alphanumeric));
    // “Text and photos: Ana Roth” names one who did both.
    let is_alone = |at: &usize| {
        let before = lower.get(..*at).unwrap_or_default().trim_end_matches([' ', SEAM]);
        ![
            "text und",
            "text &",
            "text och",
            "text and",
            "words and",
            "tekst og",
            "tekst en",
            "teksti ja",
            "bài và",
            "текст и",
            "testo e",
            "texto y",
            "texto e",
            "texte et",
            "·",
            "・",
        ]
        .iter()
        .any(|start| before.ends_with(start))
    };
    let found = PICTURES.iter().filter_map(|words| lower.find(words)).filter(|at| starts(at) && is_alone(at)).min();
    found.and_then(|at| line.get(..at)).unwrap_or(line)
}

/// A line behind its opener without the one word behind a person's name: “By Ana Roth, Paris”.
fn without_place(line: &str, is_opened: bool) -> &str {
    let Some((person, place)) = line.split_once(", ").filter(|_| is_opened) else { return line };
    let is_word = |text: &str| !text.is_empty() && text.chars().all(char::is_alphabetic);
    let is_place = is_word(place) && place.starts_with(char::is_uppercase) && place.contains(char::is_lowercase);
    if is_place && is_person(person) && !is_degree(place) { person } else { line }
}

/// Whether a single letter between words is one within a name: “Ortega y Gasset”, or an initial.
fn is_within_name<'a>(word: &str, before: Option<&String>, behind: impl Iterator<Item = &'a str>) -> bool {
    word.chars().count() == 1
        && word.chars().all(char::is_alphabetic)
        && (before.is_none_or(|before| words(before).len() < 2) || behind.take(2).count() < 2)
}

/// The parts of a text that words such as “and” stand between.
fn between(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = vec![String::new()];
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        // “ANN ROTH AND PER LUND”.
        let is_large = || word.len() >= 2 && matches!(word, "AND" | "UND" | "ET" | "OG" | "OCH");
        let is_between = (BETWEEN.contains(&word) || is_large()) && !is_within_name(word, parts.last(), words.clone());
        let parted = (is_between || word == "-") && words.peek().is_some();
        match parts.last_mut() {
            Some(last) if parted && !last.is_empty() => parts.push(String::new()),
            // “A, B, and C”
            Some(last) if parted && last.is_empty() => {}
            Some(last) => {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(word);
            }
            None => {}
        }
    }
    parts
}

/// One part as a name; `None` if it is none.
fn bare(part: &str) -> Option<String> {
    let is_mail = |word: &&str| word.contains('@') && word.contains('.');
    let mut name = part.split_whitespace().filter(|word| !is_mail(word)).collect::<Vec<_>>().join(" ");
    name = folded(&name)?;
    for _ in 0..2 {
        if let Some(rest) = openers::after(&name) {
            name = rest.to_owned();
        }
    }
    // “[Seoul=Agency] Name” begins with the place.
    if let Some((_, behind)) = name.rsplit_once([']', '】']).filter(|(_, behind)| !behind.trim().is_empty()) {
        name = behind.trim().to_owned();
    }
    if let Some((before, agency)) = name.split_once('/')
        && (AGENCIES.contains(&agency.trim().to_lowercase().as_str()) && words(before).len() > 1)
    {
        name = before.trim().to_owned();
    }
    // “Name (Agency)”, “Name in Kyiv” and “Name @handle” name one person.
    for end in [" (", " in ", " @", " [", " for ", " For The ", " at ", " on ", " über ", " aus "] {
        if let Some((before, _)) = name.split_once(end)
            // “Organization for Works” is one name.
            && (end != " for " || is_person(before))
        {
            name = before.to_owned();
        }
    }
    // “林淑芬／台北報導” ends with the place.
    if let Some((before, _)) = name.split_once('／').filter(|(_, behind)| behind.ends_with(['導', '道', '电', '電']))
    {
        name = before.to_owned();
    }
    if let Some(before) = ["기자", "특파원"].iter().find_map(|trade| name.strip_suffix(trade))
        && (2..=4).contains(&before.trim_end().chars().count())
    {
        name = before.trim_end().to_owned();
    }
    if let Some((before, agency)) =
        name.rsplit_once(" Associated ").filter(|(_, rest)| rest.eq_ignore_ascii_case("press"))
        && !agency.is_empty()
        && is_person(before.trim_end_matches(" The"))
    {
        name = before.trim_end_matches(" The").to_owned();
    }
    let name = name.strip_suffix(" in").unwrap_or(&name);
    let mut name =
        name.trim_matches(|next: char| !next.is_alphanumeric() && next != ')').trim_end_matches(')').to_owned();
    // Degrees without a comma before them.
    while let Some((before, last)) = name.rsplit_once(' ') {
        let least = if last.len() <= 2 { 2 } else { 1 };
        if !is_degree(last) || words(before).len() < least {
            break;
        }
        name = before.trim_end_matches([',', ' ']).to_owned();
    }
    let parts = words(&name);
    let joined = parts.join(" ");
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let edits = ["责编", "责任编辑", "編集", "编辑", "校对", "审核"].iter().any(|start| name.starts_with(start));
    let dull = parts.is_empty()
        || edits
        || parts.len() > 6
        || key(&name).chars().count() < 2
        || name.chars().count() > 60
        || name.contains("://")
        || name.contains("www.")
        || name.contains('@')
        || digits > 2 && parts.len() > 1
        || digits > 4
        || parts.iter().all(|part| part.chars().all(|next| next.is_ascii_digit()))
        || NOBODY.contains(&joined.as_str())
        || parts.iter().any(|part| OTHER.contains(&part.as_str()));
    // “5 May”, and running text.
    let dated =
        digits > 0 && parts.len() == 2 && parts.iter().any(|part| part.len() <= 2 && part.parse::<u8>().is_ok());
    let small = name.chars().next().is_some_and(char::is_lowercase) && (parts.len() > 2 || name.len() <= 3);
    let is_elsewhere = PLACED.iter().any(|start| name.starts_with(start))
        && (parts.len() <= 3 || name.starts_with(char::is_uppercase));
    (!dull && !dated && !small && !is_elsewhere).then_some(name)
}

/// Last words of what papers and their houses are called, and no people.
const PAPERS: [&str; 26] = [
    "herald",
    "times",
    "news",
    "journal",
    "gazette",
    "dealer",
    "tribune",
    "courier",
    "register",
    "chronicle",
    "dispatch",
    "observer",
    "examiner",
    "sentinel",
    "telegraph",
    "media",
    "network",
    "inquirer",
    "enquirer",
    "republic",
    "broadcasting",
    "newspapers",
    "today",
    "magazine",
    "zeitung",
    "post-gazette",
];

/// Whether a name behind a person's is that of the paper.
fn is_paper(name: &str, parts: &[String]) -> bool {
    parts.len() >= 2
        && parts
            .last()
            .is_some_and(|last| PAPERS.contains(&last.as_str()) || name.starts_with("The ") && parts.len() <= 4)
}

/// What stands before the place where somebody wrote, and before the paper that lets a text be shown.
const PLACED: [&str; 12] = [
    "à ",
    "en ",
    "in ",
    "aus ",
    "desde ",
    "da ",
    "z ",
    "из ",
    "Courtesy ",
    "courtesy ",
    "Special to ",
    "Correspondance ",
];

fn is_degree(word: &str) -> bool {
    let bare: String = word.chars().filter(|next| *next != '.').flat_map(char::to_lowercase).collect();
    // Ma is a name, and MA none.
    let small = word.chars().filter(|next| next.is_lowercase()).count();
    let is_large = if bare.len() <= 2 { small == 0 } else { !word.starts_with(char::is_lowercase) };
    is_large && DEGREES.contains(&bare.as_str())
}

fn is_host(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(before, end)| {
        before.len() > 2
            && !name.contains(' ')
            && (2..=3).contains(&end.len())
            && end.chars().all(|next| next.is_ascii_lowercase())
    })
}

/// Whether a name looks like a person's: two to four words that begin large.
pub(super) fn is_person(name: &str) -> bool {
    let parts: Vec<&str> = name.split_whitespace().collect();
    let large = parts.iter().filter(|part| part.chars().next().is_some_and(char::is_uppercase)).count();
    let caseless = name.chars().any(|next| next.is_alphabetic() && !next.is_lowercase() && !next.is_uppercase());
    !name.chars().any(|next| next.is_ascii_digit())
        && ((2..=5).contains(&parts.len()) && large >= 2 && large * 2 >= parts.len()
            || caseless && name.chars().count() <= 24)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_alone_are_left() {
        for (line, expected) in [
            ("By Ana Roth and Per Lund, Staff Writer", vec!["Ana Roth", "Per Lund"]),
            ("Von Ida Berg (Norden)", vec!["Ida Berg"]),
            ("By\u{1f}Ana Roth\u{1f}Thursday, May 5, 2026", vec!["Ana Roth"]),
            ("Ana Roth, MD, RDN", vec!["Ana Roth"]),
            ("Ana Roth MS, RDN", vec!["Ana Roth"]),
            ("By Ana Roth, Ph.D., and Per Q. Lund, M.D.", vec!["Ana Roth", "Per Q. Lund"]),
            ("Organization for Transformative Works", vec!["Organization for Transformative Works"]),
            ("YO MA", vec!["YO MA"]),
            ("Yo-Yo Ma, Anna Ba", vec!["Yo-Yo Ma", "Anna Ba"]),
            ("Ana Roth for The Courier", vec!["Ana Roth"]),
            ("desk@paper.example", vec![]),
            ("Admin", vec![]),
            ("Ana Roth in Kyiv", vec!["Ana Roth"]),
            ("Von Ida Berg, Paris", vec!["Ida Berg"]),
            ("Reporting by Ana Roth and Per Lund; Editing by Ida Berg", vec!["Ana Roth", "Per Lund"]),
            ("5 min read", vec![]),
            ("Text: Ida Berg Foto: Per Lund", vec!["Ida Berg"]),
            ("Text & foto: Ida Berg", vec!["Ida Berg"]),
            ("Words by Ana Roth. Photographs by Per Lund", vec!["Ana Roth"]),
            ("文：佐藤花子　写真：田中太郎", vec!["佐藤花子"]),
            ("[서울=하늘뉴스] 김영희 기자", vec!["김영희"]),
            ("Von Ida Berg/dpa", vec!["Ida Berg"]),
            ("Por Juana Hoyos, corresponsal, Bruselas", vec!["Juana Hoyos"]),
            ("Par Jeanne Houle, à Bruxelles", vec!["Jeanne Houle"]),
            ("Joana Holanda — Repórter da Agência Rio", vec!["Joana Holanda"]),
            ("Анна Петрова, корреспондент", vec!["Анна Петрова"]),
            ("Γράφει η Μαρία Παππά", vec!["Μαρία Παππά"]),
            ("Írta: Nagy Judit", vec!["Nagy Judit"]),
            ("بقلم: ليلى حسن", vec!["ليلى حسن"]),
            ("Courtesy of The Courier", vec![]),
            ("责编：王芳", vec![]),
            ("Thứ Ba", vec![]),
            ("Janina Holska i Tomasz Bek", vec!["Janina Holska", "Tomasz Bek"]),
            ("José Ortega y Gasset", vec!["José Ortega y Gasset"]),
            ("Ana Roth y Per Lund", vec!["Ana Roth", "Per Lund"]),
            ("Ana Roth <ana@paper.example>", vec!["Ana Roth"]),
            ("News Editor", vec!["News Editor"]),
        ] {
            assert_eq!(names([line]), expected, "{line}");
        }
        assert_eq!(names(["Ida Berg", "ida berg", "By Ida Berg"]), ["Ida Berg"]);
    }
}
