//! How words are made alike for searching: what is written in several ways is found by each of them.
//!
//! The index holds folded texts, and a query is folded before it is asked, so that both meet. SQLite's own tokenizer takes case
//! and accents away afterwards. In scripts that write no spaces every character stands as a word of its own, and a query for
//! several is one for these words in a row.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use hypher::{Lang, hyphenate};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Letters from which on a word may be made of others.
const LONG_WORD: usize = 9;

/// Letters that a part has at least, and that stand before it.
const PART: usize = 4;
/// See `PART`.
const BEFORE_PART: usize = 3;

/// Stands before every part, so that to look for parts is not to look through all words.
pub(crate) const PART_MARK: &str = "qx";

/// Parts that are kept of one text.
const MOST_PARTS: usize = 4_000;

/// Long words that are known at once with their parts.
const MOST_KNOWN: usize = 4_000;

/// Bytes of a word that is worth knowing; what is longer does not come again.
const MOST_OF_A_WORD: usize = 60;

/// A text as the index sees it.
pub(crate) fn folded(text: &str) -> Cow<'_, str> {
    fold(text, false)
}

/// A text without case, accents and ways of writing the same, to look for words in where no index is.
pub(crate) fn alike(text: &str) -> String {
    text.nfkd().filter(|character| !is_combining_mark(*character)).flat_map(char::to_lowercase).collect()
}

fn fold(text: &str, keeps_accents: bool) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let is_normal = is_nfkc_quick(text.chars().filter(|character| !is_surely_normal(*character))) == IsNormalized::Yes;
    let out = String::with_capacity(text.len() + text.len() / 8);
    let mut folding = Folding { out, stands_alone: false, keeps_accents };
    let mut rest = text;
    while !rest.is_empty() {
        let plain = ascii_run(rest.as_bytes());
        // Marks behind a letter may belong to it; nothing else reaches over the edge of a run (UAX #15, stable boundaries).
        let run = if is_normal || plain == rest.len() { plain } else { plain.saturating_sub(1) };
        let (run, behind) = rest.split_at_checked(run).unwrap_or((rest, ""));
        folding.add_plain(run);
        let end = behind.bytes().skip(1).position(|byte| byte.is_ascii()).map_or(behind.len(), |at| at + 1);
        let (foreign, behind) = behind.split_at_checked(end).unwrap_or((behind, ""));
        if is_normal {
            foreign.chars().for_each(|character| folding.add(character));
        } else {
            foreign.nfkc().for_each(|character| folding.add(character));
        }
        rest = behind;
    }
    Cow::Owned(folding.out)
}

/// Bytes of ASCII that some bytes begin with.
fn ascii_run(bytes: &[u8]) -> usize {
    let whole = bytes.chunks_exact(16).take_while(|chunk| chunk.is_ascii()).count() * 16;
    let rest = bytes.get(whole..).unwrap_or_default();
    whole + rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len())
}

/// Whether a character is normal (NFKC) wherever it stands: ASCII, and the usual ones of scripts that are written much.
fn is_surely_normal(character: char) -> bool {
    matches!(u32::from(character),
        0..=0x7f | 0xc0..=0x131 | 0x2010 | 0x2012..=0x2015 | 0x2018..=0x201e | 0x2020..=0x2022 | 0x20ac | 0x391..=0x3a1
        | 0x3a3..=0x3c9 | 0x400..=0x481 | 0x5d0..=0x5ea | 0x60c | 0x61b | 0x61f..=0x64a | 0x660..=0x669 | 0x904..=0x939
        | 0xe01..=0xe30 | 0x3001..=0x3003 | 0x3008..=0x3011 | 0x3041..=0x3096 | 0x30a1..=0x30fc | 0x4e00..=0x9fff
        | 0xac00..=0xd7a3)
}

/// What the tokenizer makes of Latin letters from U+00C0 to U+017F by itself, with a look into tables for each; a dot where it leaves
/// them as they are.
const LATIN: &[u8; 192] = b"\
aaaaaa.ceeeeiiii.nooooo..uuuuy..aaaaaa.ceeeeiiii.nooooo..uuuuy.y\
aaaaaaccccccccdd..eeeeeeeeeegggggggghh..iiiiiiii....jjkk.llllll.\
...nnnnnn...oooooo..rrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzz.";

/// The letter that the tokenizer would make of a Latin one.
fn latin(character: char) -> Option<char> {
    let at = u32::from(character).checked_sub(0xc0)?;
    let letter = *LATIN.get(usize::try_from(at).ok()?)?;
    (letter != b'.').then(|| char::from(letter))
}

/// A text on its way to being folded.
struct Folding {
    out: String,
    /// The last character stands as a word of its own.
    stands_alone: bool,
    /// Latin letters are left to the tokenizer.
    keeps_accents: bool,
}

impl Folding {
    /// Adds a run of ASCII, which stays as it is.
    fn add_plain(&mut self, run: &str) {
        if !run.is_empty() && std::mem::take(&mut self.stands_alone) {
            self.out.push(' ');
        }
        self.out.push_str(run);
    }

    fn add(&mut self, character: char) {
        if let Some(letter) = latin(character).filter(|_| !self.keeps_accents) {
            if std::mem::take(&mut self.stands_alone) {
                self.out.push(' ');
            }
            self.out.push(letter);
            return;
        }
        // Dashes and quotation marks part words, as blanks do.
        if matches!(character, '\u{2010}'..='\u{201e}') {
            self.stands_alone = false;
            self.out.push(' ');
            return;
        }
        if is_left_out(character) {
            return;
        }
        if is_unspaced(character) {
            // Marks belong to the character before them.
            if !is_combining_mark(character) {
                self.out.push(' ');
            }
            self.out.push(syllabary(character));
            self.stands_alone = true;
            return;
        }
        if self.stands_alone && !is_combining_mark(character) {
            self.out.push(' ');
            self.stands_alone = false;
        }
        match spelled(character) {
            Some(letters) => self.out.push_str(letters),
            None => self.out.push(character),
        }
    }
}

/// The other words by which a word may be written where its umlauts are not: “Muenchen” for “München”, and the other way
/// round.
pub(crate) fn spellings(word: &str) -> Vec<String> {
    let lower = word.to_lowercase();
    let two: String = lower
        .chars()
        .map(|letter| match letter {
            'ä' | 'æ' => "ae".to_owned(),
            'ö' | 'ø' | 'œ' => "oe".to_owned(),
            'ü' => "ue".to_owned(),
            'å' => "aa".to_owned(),
            other => other.to_string(),
        })
        .collect();
    let one = ["ae", "oe", "ue", "aa"]
        .into_iter()
        .fold(lower.clone(), |word, pair| word.replace(pair, pair.get(..1).unwrap_or_default()));
    let known = folded(&lower).into_owned();
    [two, one].into_iter().filter(|other| *other != lower && *other != known).collect()
}

/// Long words that are known with their parts; the words of one article come again in the next.
#[derive(Default)]
pub(crate) struct Compounds {
    language: Option<Lang>,
    known: HashMap<String, Vec<String>>,
}

impl Compounds {
    /// The words that long words of a text are made of, in languages that write them in one: for “Hafenstreik” also “streik”.
    /// Each bears [`PART_MARK`].
    pub(crate) fn parts(&mut self, language: Option<&str>, texts: &[&str]) -> String {
        let Some(language) = language.and_then(compounding) else { return String::new() };
        if self.language != Some(language) || self.known.len() > MOST_KNOWN {
            *self = Self { language: Some(language), known: HashMap::new() };
        }
        let mut seen: HashSet<&str> = HashSet::new();
        let mut found: BTreeSet<String> = BTreeSet::new();
        for word in texts.iter().flat_map(|text| text.split(|next: char| !next.is_alphabetic())) {
            if word.len() < LONG_WORD || !seen.insert(word) || word.chars().count() < LONG_WORD {
                continue;
            }
            match self.known.get(word) {
                Some(parts) => found.extend(parts.iter().cloned()),
                None => {
                    let parts = parts_of(word, language);
                    found.extend(parts.iter().cloned());
                    if word.len() <= MOST_OF_A_WORD {
                        self.known.insert(word.to_owned(), parts);
                    }
                }
            }
            if found.len() >= MOST_PARTS {
                break;
            }
        }
        found.into_iter().collect::<Vec<_>>().join(" ")
    }
}

fn parts_of(word: &str, language: Lang) -> Vec<String> {
    let lower = word.to_lowercase();
    let (mut parts, mut at) = (Vec::new(), 0);
    for syllable in hyphenate(&lower, language) {
        let (before, rest) = lower.split_at_checked(at).unwrap_or((&lower, ""));
        if before.chars().count() >= BEFORE_PART && rest.chars().count() >= PART {
            // The order of parts is that of how they are written here, and the index holds it.
            parts.push(format!("{PART_MARK}{}", fold(rest, true)));
        }
        at += syllable.len();
    }
    parts
}

/// Whether a word is long enough to be looked for as a part of others.
pub(crate) fn may_be_part(word: &str) -> bool {
    word.chars().count() >= PART && word.chars().all(|next| next.is_alphabetic() && !is_unspaced(next))
}

fn compounding(tag: &str) -> Option<Lang> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    Some(match primary.as_str() {
        "de" => Lang::German,
        "nl" => Lang::Dutch,
        "sv" => Lang::Swedish,
        "da" => Lang::Danish,
        "no" | "nb" | "nn" => Lang::Norwegian,
        "fi" => Lang::Finnish,
        "hu" => Lang::Hungarian,
        _ => return None,
    })
}

/// Whether a character is of a script that writes no spaces, or whose words run on: Chinese, Japanese, Korean, Thai, Lao, Khmer,
/// Burmese.
pub(crate) fn is_unspaced(character: char) -> bool {
    character >= '\u{0e00}'
        && matches!(u32::from(character),
            0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3005..=0x3007 | 0x3040..=0x30ff | 0x3400..=0x4dbf
            | 0x4e00..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

/// Vowel signs and lengthenings that are written or not: Arabic, Hebrew; and characters that nobody sees.
fn is_left_out(character: char) -> bool {
    matches!(u32::from(character), 0x064b..=0x065f | 0x0670 | 0x0640 | 0x0591..=0x05c7 | 0xad | 0x200b..=0x200f | 0x2060 | 0xfeff)
}

/// Katakana as hiragana.
fn syllabary(character: char) -> char {
    match u32::from(character) {
        code @ 0x30a1..=0x30f6 => char::from_u32(code - 0x60).unwrap_or(character),
        _ => character,
    }
}

/// Letters that are written in several ways.
fn spelled(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        'أ' | 'إ' | 'آ' | 'ٱ' => "ا",
        'ى' | 'ی' | 'ئ' => "ي",
        'ؤ' => "و",
        'ة' => "ه",
        'ک' => "ك",
        '٠' | '۰' => "0",
        '١' | '۱' => "1",
        '٢' | '۲' => "2",
        '٣' | '۳' => "3",
        '٤' | '۴' => "4",
        '٥' | '۵' => "5",
        '٦' | '۶' => "6",
        '٧' | '۷' => "7",
        '٨' | '۸' => "8",
        '٩' | '۹' => "9",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_without_spaces_stand_character_by_character() {
        assert_eq!(folded("港湾でスト"), " 港 湾 で す と");
        assert_eq!(folded("in 東京 today"), "in  東 京  today");
        assert_eq!(folded("ｶﾞｽ ＡＢＣ"), " が す  ABC");
        assert_eq!(folded("ที่นี่"), " ที่ นี่");
    }

    #[test]
    fn runs_are_folded_as_the_whole_would_be() {
        let pieces = [
            "a",
            "Z9",
            " ",
            "e\u{301}",
            "\u{301}",
            "…",
            "\u{a0}",
            "ﬁ",
            "東",
            "ｶﾞ",
            "ที่",
            "ß",
            "أَ",
            "\u{1100}\u{1161}",
            "€",
        ];
        let whole = |text: &str| {
            let mut folding = Folding { out: String::new(), stands_alone: false, keeps_accents: false };
            text.nfkc().for_each(|character| folding.add(character));
            folding.out
        };
        for one in pieces {
            for two in pieces {
                for three in pieces {
                    let text = format!("{one}{two}{three}{one}");
                    let expected = if text.is_ascii() { text.clone() } else { whole(&text) };
                    assert_eq!(folded(&text), expected, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_surely_normal_stays_as_it_is() {
        for character in ('\0'..=char::MAX).filter(|character| is_surely_normal(*character)) {
            assert_eq!(is_nfkc_quick(std::iter::once(character)), IsNormalized::Yes, "{character:?}");
            assert_eq!(unicode_normalization::char::canonical_combining_class(character), 0, "{character:?}");
        }
        assert_eq!(ascii_run(b"a longer run than sixteen \xc3\xa4"), 26);
        assert_eq!(ascii_run(b"short"), 5);
    }

    #[test]
    fn latin_letters_are_folded_as_the_tokenizer_would() {
        let index = rusqlite::Connection::open_in_memory().unwrap();
        index
            .execute_batch(
                "CREATE VIRTUAL TABLE letters USING fts5 (
                     letter, tokenize = \"unicode61 remove_diacritics 2 categories 'L* M* N* Co'\");
                 CREATE VIRTUAL TABLE word USING fts5vocab (letters, 'instance')",
            )
            .unwrap();
        for character in ('\u{c0}'..='\u{17f}').chain('\u{2018}'..='\u{201e}') {
            index
                .execute(
                    "INSERT INTO letters (rowid, letter) VALUES (?1, ?2)",
                    (u32::from(character), format!("a{character}z")),
                )
                .unwrap();
        }
        let mut statement =
            index.prepare("SELECT doc, group_concat(term, ' ' ORDER BY offset) FROM word GROUP BY doc").unwrap();
        let words: Vec<(u32, String)> =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
        assert_eq!(words.len(), 192 + 7);
        for (character, word) in words {
            let character = char::from_u32(character).unwrap();
            let folding = folded(&format!("a{character}z")).into_owned();
            if latin(character).is_some() || character > '\u{2000}' {
                assert_eq!(folding, word, "{character:?}");
            }
        }
    }

    #[test]
    fn letters_are_made_alike() {
        assert_eq!(folded("Straße"), "Strasse");
        assert_eq!(folded("Łódź – “lodz”"), "lodz    lodz ");
        assert_eq!(folded("أَحْمَد"), "احمد");
        assert_eq!(folded("۱۲۳"), "123");
        assert_eq!(spellings("München"), ["muenchen"]);
        assert_eq!(spellings("Muenchen"), ["munchen"]);
        assert!(spellings("harbour").is_empty());
    }

    #[test]
    fn long_words_are_found_by_their_parts() {
        let mut compounds = Compounds::default();
        let parts = compounds.parts(Some("de-AT"), &["Der Hafenstreik und die", "Donaudampfschifffahrt"]);
        let words: Vec<&str> = parts.split(' ').collect();
        assert!(words.contains(&"qxstreik"), "{words:?}");
        assert!(words.iter().any(|word| word.starts_with("qxdampf")), "{words:?}");
        assert_eq!(
            compounds.parts(Some("de"), &["Donaudampfschifffahrt, Hafenstreik, Hafenstreik"]),
            parts,
            "known by now"
        );
        assert!(compounds.parts(Some("de"), &["Fußgängerübergang"]).contains("qxübergang"), "as older indexes have it");
        assert_eq!(compounds.parts(Some("en"), &["Internationalisation"]), "");
        assert_eq!(compounds.parts(None, &["Hafenstreik"]), "");
        assert!(compounds.parts(Some("nl"), &["havenarbeidersstaking"]).contains("qxstaking"));
    }
}
