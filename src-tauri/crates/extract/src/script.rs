//! The language that the letters of a text tell, where a page names none or one that has other letters.

use crate::words::is_letter;

/// Letters of a text that are looked at.
const MOST: usize = 2_000;

/// Scripts that one language is written in, or that most texts in them are: where it begins and ends, and the language.
const SCRIPTS: [(char, char, &str); 22] = [
    ('\u{370}', '\u{3ff}', "el"),
    ('\u{400}', '\u{52f}', "ru"),
    ('\u{530}', '\u{58f}', "hy"),
    ('\u{590}', '\u{5ff}', "he"),
    ('\u{600}', '\u{6ff}', "ar"),
    ('\u{900}', '\u{97f}', "hi"),
    ('\u{980}', '\u{9ff}', "bn"),
    ('\u{a00}', '\u{a7f}', "pa"),
    ('\u{a80}', '\u{aff}', "gu"),
    ('\u{b80}', '\u{bff}', "ta"),
    ('\u{c00}', '\u{c7f}', "te"),
    ('\u{c80}', '\u{cff}', "kn"),
    ('\u{d00}', '\u{d7f}', "ml"),
    ('\u{d80}', '\u{dff}', "si"),
    ('\u{e00}', '\u{e7f}', "th"),
    ('\u{e80}', '\u{eff}', "lo"),
    ('\u{1000}', '\u{109f}', "my"),
    ('\u{10a0}', '\u{10ff}', "ka"),
    ('\u{1780}', '\u{17ff}', "km"),
    ('\u{3040}', '\u{30ff}', "ja"),
    ('\u{4e00}', '\u{9fff}', "zh"),
    ('\u{ac00}', '\u{d7a3}', "ko"),
];

/// Languages that share letters with the one that their script is listed for.
const SHARED: [(&str, &[&str]); 6] = [
    ("ru", &["uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg", "uz", "bs", "tt", "ba"]),
    ("ar", &["fa", "ur", "ps", "ckb", "ku", "ug", "sd", "az"]),
    ("hi", &["mr", "ne", "sa", "mai"]),
    ("bn", &["as"]),
    ("zh", &["ja", "ko", "yue"]),
    ("ja", &["zh"]),
];

/// Share of the letters that must be of one script.
const LEAST: f32 = 0.6;

/// The language of a text: the one that is said, unless its letters are of another; `None` where neither tells.
pub(crate) fn language(said: Option<String>, text: &str) -> Option<String> {
    let letters = text.chars().filter(|next| is_letter(*next) && !next.is_ascii_digit()).take(MOST);
    let (mut all, mut counts, mut latin) = (0_usize, [0_usize; SCRIPTS.len()], 0_usize);
    for letter in letters {
        all += 1;
        if letter < '\u{250}' {
            latin += 1;
            continue;
        }
        let script = SCRIPTS.iter().zip(&mut counts).find(|((first, last, _), _)| (*first..=*last).contains(&letter));
        if let Some((_, count)) = script {
            *count += 1;
        }
    }
    if all < 40 || latin as f32 >= LEAST * all as f32 {
        return said;
    }
    let count = |language: &str| {
        SCRIPTS.iter().zip(counts).filter(|((.., other), _)| *other == language).map(|(_, count)| count).sum::<usize>()
    };
    // Japanese stands in Chinese letters with some of its own between them.
    let kana = count("ja");
    let found = if kana * 10 >= all {
        "ja"
    } else {
        let (language, most) = SCRIPTS
            .iter()
            .zip(counts)
            .max_by_key(|(_, count)| *count)
            .map(|((.., language), count)| (*language, count))?;
        if (most as f32) < LEAST * all as f32 {
            return said;
        }
        language
    };
    let tongue = said.as_deref().and_then(|said| said.split('-').next()).map(str::to_ascii_lowercase);
    let is_shared = |tongue: &str| {
        tongue == found || SHARED.iter().any(|(language, others)| *language == found && others.contains(&tongue))
    };
    if tongue.as_deref().is_some_and(is_shared) {
        return said;
    }
    let has = |letters: &[char]| text.contains(letters);
    let found = match found {
        "ru" if has(&['ї', 'є', 'Ї', 'Є']) => "uk",
        "ru" if has(&['ў', 'Ў']) => "be",
        "ru" if has(&['ј', 'љ', 'њ', 'ћ', 'ђ']) => "sr",
        "ar" if has(&['ٹ', 'ڈ', 'ڑ', 'ے']) => "ur",
        "ar" if has(&['پ', 'چ', 'ژ', 'گ']) => "fa",
        other => other,
    };
    Some(found.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_tell_the_language() {
        let of = |said: Option<&str>, text: &str| language(said.map(str::to_owned), &text.repeat(8));
        for (said, text, expected) in [
            (None, "지난달 공개된 보고서에", Some("ko")),
            (Some("en"), "สภาเมืองลงมติเมื่อคืน", Some("th")),
            (None, "市議会は火曜日の夜", Some("ja")),
            (None, "市议会周二晚间以六票", Some("zh")),
            (Some("zh-TW"), "市議會週二晚間以六票", Some("zh-TW")),
            (Some("uk"), "Міська рада ухвалила", Some("uk")),
            (None, "Міська рада ухвалила її", Some("uk")),
            (Some("bg"), "Градският съвет прие", Some("bg")),
            (Some("en"), "شورای شهر دیشب پس از گفتگو", Some("fa")),
            (Some("en"), "The council voted on Tuesday", Some("en")),
            (None, "The council voted on Tuesday", None),
        ] {
            assert_eq!(of(said, text).as_deref(), expected, "{text}");
        }
    }
}
