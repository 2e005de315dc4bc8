//! Caption and credit, told apart and each said once.

use crate::caption_end::{AGENCIES, is_of_agency, unlabelled_end, without_picture_word};
use crate::caption_words::{CREDIT_WORDS, without_controls};
use crate::parts::Parts;
use crate::words::{folded, is_letter, key, length, same};

/// Brackets in which credits stand, narrow and full-width.
const BRACKETS: [(char, char); 5] = [('(', ')'), ('[', ']'), ('（', '）'), ('［', '］'), ('【', '】')];

/// What follows a credit's word.
const COLONS: [char; 4] = [':', '：', '＝', '='];

/// Words after a name that make it a credit, in languages that put them there: “taken by”, “provided by”.
const CREDIT_ENDS: [&str; 6] = ["撮影", "提供", "摄", "攝", "摄影", "攝影"];

/// The words before a credit.
static WORDS: Parts = Parts::new(&CREDIT_WORDS);

/// The credit that a text ends with, where a label or a sign says that it is one.
pub(crate) fn labelled(text: &str) -> Option<String> {
    labelled_end(&folded(text)?).map(|(_, credit)| credit)
}

/// A credit that has a whole caption before its label, in two.
pub(crate) fn with_caption(credit: &str) -> Option<(String, String)> {
    let is_caption = |before: &str| length(before) >= 5 || length(before) >= 2 && !looks_like_credit(before);
    labelled_end(&folded(credit)?).filter(|(before, _)| is_caption(before))
}

/// Whether a text is the name of an agency and nothing else.
pub(crate) fn is_agency(text: &str) -> bool {
    AGENCIES.contains(&text.trim().to_lowercase().as_str())
}

/// Whether a text reads as a credit: it has a label, or names people or agencies and says no more.
pub(crate) fn is_known_credit(text: &str) -> bool {
    is_labelled(text) || looks_like_credit(text)
}

/// Whether a text is a credit with its label and nothing else.
pub(crate) fn is_labelled(text: &str) -> bool {
    unlabelled(text) != text || text.starts_with('©')
}

/// Splits what stands under a picture into caption and credit. `said` is a credit that the page marked as such.
pub(crate) fn split(text: &str, said: Option<&str>) -> (Option<String>, Option<String>) {
    let mut caption = without_controls(without_mail(folded(text).unwrap_or_default()));
    if let Some(behind) = said.and_then(|said| behind_credit(&caption, said)) {
        caption = behind.to_owned();
    }
    caption = without_count(&caption).to_owned();
    let told = behind_picture_word(&caption, said.is_some()).map(str::to_owned);
    let is_told = told.is_some();
    caption = told.unwrap_or(caption);
    for sign in ["ⓒ", "(C)", "（C）", "(c)"] {
        if caption.contains(sign) {
            caption = caption.replace(sign, "©");
        }
    }
    for dotted in ["Credit...", "Credit…"] {
        if caption.contains(dotted) {
            caption = caption.replace(dotted, "Credit:");
        }
    }
    let mut credit = said.and_then(clean_credit).filter(|credit| !is_label(credit));
    if let Some(credit) = &credit {
        // Some pages say it again behind the buttons.
        for _ in 0..2 {
            caption = without_controls(without_end(&caption, credit));
        }
        // Only what can be nothing but a credit: a caption may well begin with a name.
        let is_host = !credit.contains(' ') && credit.contains('.');
        let begins = is_told || credit.contains('/') || is_host || is_agency(credit);
        if let Some(behind) = caption.strip_prefix(credit).and_then(|rest| rest.strip_prefix(' ')).filter(|_| begins) {
            caption = behind.to_owned();
        }
    }
    // Brackets at the end may come in a row: the last says most.
    while let Some((before, inside)) = bracketed_end(&caption) {
        if !looks_like_credit(&inside)
            && !is_house(&before, &inside)
            && !credit.as_deref().is_some_and(|credit| repeats(credit, &inside))
        {
            break;
        }
        let found = clean_credit(&inside);
        credit = match (credit, found) {
            (Some(known), Some(found)) if repeats(&known, &found) => Some(longer(known, found)),
            (Some(known), _) => Some(known),
            (None, found) => found,
        };
        caption = before;
    }
    if credit.is_none()
        && let Some((before, found)) = labelled_end(&caption)
    {
        (caption, credit) = (before, Some(found));
    }
    if let Some(known) = &credit {
        // “… Tusk. Photo: AFP” where the credit was marked as “AFP” elsewhere.
        if let Some((before, found)) = labelled_end(&caption)
            && repeats(known, &found)
        {
            credit = Some(longer(known.clone(), found));
            caption = before;
        }
    }
    if credit.is_none()
        && let Some((before, found)) = unlabelled_end(&caption)
    {
        credit = clean_credit(found);
        caption = before.to_owned();
    }
    if credit.is_none() && (is_of_agency(&caption) || is_agency(&caption)) {
        credit = clean_credit(&std::mem::take(&mut caption));
    }
    let caption = caption.trim();
    let caption = caption
        .strip_suffix(" -")
        .unwrap_or(caption)
        .trim_end_matches(['|', '/', '–', '—', '·', '•', '，', '、', ','])
        .trim_end();
    let caption = folded(caption).filter(|caption| credit.as_ref().is_none_or(|credit| !same(credit, caption)));
    (caption.filter(|caption| !is_filler(caption)), credit.map(|credit| once(&credit)))
}

/// Words that may stand before what a picture shows, as well as before who took it.
const PICTURE_WORDS: [&str; 9] =
    ["image", "photo", "picture", "pictured", "foto", "bild", "imagen", "imagem", "photograph"];

/// Words that stand before what a picture shows, for ears.
const CAPTION_WORDS: [&str; 7] =
    ["caption", "image caption", "legende", "bildlegende", "bildunterschrift", "légende", "didascalia"];

/// A caption without its picture's number among others: `2/5`.
fn without_count(caption: &str) -> &str {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = |text: &'_ str| {
        let first = digits(text);
        let rest = text.get(first..)?.trim_start().strip_prefix('/')?.trim_start();
        let second = digits(rest);
        let (one, other) = (text.get(..first)?.parse::<u16>().ok()?, rest.get(..second)?.parse::<u16>().ok()?);
        let rest = rest.get(second..)?;
        (one >= 1 && one <= other && other < 200 && rest.starts_with(' ') && length(rest) >= 2)
            .then_some(text.len() - rest.trim_start().len())
    };
    behind(caption).and_then(|at| caption.get(at..)).unwrap_or(caption)
}

/// A caption behind its credit, where nothing but large letters tells one from the other.
fn behind_credit<'a>(text: &'a str, said: &str) -> Option<&'a str> {
    text.strip_prefix(said.trim()).filter(|rest| rest.starts_with(char::is_uppercase) && length(rest) >= 2)
}

/// What a picture shows, behind the word for it: `Image: Workers clear the track after the storm`.
///
/// Where `has_credit`, the word can be before nothing else; so can one for a caption.
fn behind_picture_word(text: &str, has_credit: bool) -> Option<&str> {
    let (word, rest) = text.split_once(COLONS)?;
    let rest = rest.trim_start();
    let word = word.trim().to_lowercase();
    if CAPTION_WORDS.contains(&word.as_str()) || has_credit && word == "image" && length(rest) >= 3 {
        return Some(rest);
    }
    let is_small = |word: &&str| word.chars().next().is_some_and(char::is_lowercase);
    if !PICTURE_WORDS.contains(&word.as_str()) || rest.starts_with(char::is_lowercase) {
        return None;
    }
    // A credit behind it has a word of its own: “Image: The old bridge. Pic: PA”.
    if let Some((before, _)) = labelled_end(rest) {
        return (length(&before) >= 2 && !before.contains(COLONS)).then_some(rest);
    }
    let is_told = length(rest) >= 7
        && rest.split(['/', '©', '|', ';', '(']).next()?.split_whitespace().filter(is_small).count() >= 4
        && !rest.contains([':', '：']);
    is_told.then_some(rest)
}

/// A text without the addresses for mail in it.
fn without_mail(text: String) -> String {
    if !text.contains('@') {
        return text;
    }
    let is_mail = |word: &&str| word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    text.split(' ').filter(|word| !is_mail(word)).collect::<Vec<_>>().join(" ")
}

/// Whether a text is one of the words before a credit, and nothing else.
pub(crate) fn is_label(text: &str) -> bool {
    let lower = text.to_lowercase();
    CREDIT_WORDS
        .contains(&lower.trim_matches(|next: char| next.is_whitespace() || next == ',' || COLONS.contains(&next)))
}

/// Whether a text is a link to the terms on which a picture may be used, and names nobody.
pub(crate) fn is_offer(text: &str) -> bool {
    let lower = text.to_lowercase();
    let begins =
        ["purchase licensing", "view license", "view licence", "buy licensing", "license this", "order reprints"];
    begins.iter().any(|words| lower.starts_with(words))
}

/// Bytes of the longest caption that says nothing, and of some dots behind it.
const LONGEST_FILLER: usize = 40;

/// Captions that say nothing.
pub(crate) fn is_filler(caption: &str) -> bool {
    if caption.len() > LONGEST_FILLER {
        return !caption.chars().any(is_letter);
    }
    let lower = caption.to_lowercase();
    key(caption).is_empty()
        || lower.starts_with("view ") && lower.ends_with(['s', 'e']) && lower.contains("image") && lower.len() < 20
        || matches!(
            lower.trim_end_matches(['.', ':']),
            "image"
                | "photo"
                | "picture"
                | "image caption"
                | "image source"
                | "enlarge"
                | "share"
                | "caption"
                | "article image"
                | "advertisement"
                | "play video"
                | "lihat foto"
                | "perbesar"
                | "view image"
                | "view gallery"
        )
}

/// A credit without “Photo:”, brackets and sign; `None` if nothing is left.
pub(crate) fn clean_credit(text: &str) -> Option<String> {
    let mut credit = without_mail(folded(text)?);
    for _ in 0..4 {
        let before = credit.len();
        let trimmed = credit.trim_matches(|next: char| {
            next.is_whitespace()
                || COLONS.contains(&next)
                || matches!(next, '|' | ',' | ';' | '©' | '–' | '—' | '•' | '·' | '/' | '／')
        });
        let unbracketed = BRACKETS.iter().find_map(|(open, close)| {
            let inside = trimmed.strip_prefix(*open)?.strip_suffix(*close)?;
            (!inside.contains([*open, *close])).then_some(inside)
        });
        // A bracket that closes what opened before the label.
        let is_open = |(open, close): &(char, char)| trimmed.ends_with(*close) && !trimmed.contains(*open);
        let unclosed = BRACKETS.iter().find(|pair| is_open(pair)).and_then(|(_, close)| trimmed.strip_suffix(*close));
        credit = unlabelled(unbracketed.or(unclosed).unwrap_or(trimmed)).trim().to_owned();
        if credit.len() == before {
            break;
        }
    }
    let credit = without_picture_word(without_reporter(&credit));
    let credit = credit.strip_suffix('.').filter(|rest| !rest.contains('.')).unwrap_or(credit).trim();
    let is_said = key(credit).chars().count() >= 2 && credit.chars().count() <= 200;
    let is_rights = ["riproduzione riservata", "all rights reserved", "alle rechte vorbehalten"]
        .contains(&credit.trim_start_matches(['-', ' ']).to_lowercase().as_str());
    (is_said && !is_label(credit) && !is_rights).then(|| credit.to_owned())
}

/// A name without “reporter” before it and “taken by” behind it, as Chinese has them.
fn without_reporter(credit: &str) -> &str {
    let name = credit.strip_prefix("記者").or_else(|| credit.strip_prefix("记者")).unwrap_or(credit).trim_start();
    let bare = ["摄影", "攝影", "摄", "攝"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name).trim_end();
    let is_agency = |text: &str| AGENCIES.contains(&text);
    let agency = bare.strip_suffix(['发', '發']).filter(|text| is_agency(text));
    agency.unwrap_or(if bare.chars().count() >= 2 { bare } else { credit })
}

/// Whether a name follows a credit's word without a colon.
fn takes_name(word: &str) -> bool {
    word.ends_with(" by") || word.ends_with(" of") || word.ends_with('.') || word == "picha na" || word == "ภาพจาก"
}

/// Takes the word before a credit away, if a colon or “by” follows it.
fn unlabelled(text: &str) -> &str {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return text;
    }
    for word in CREDIT_WORDS {
        let Some(rest) = lower.strip_prefix(word) else { continue };
        let rest_trimmed = rest.trim_start();
        let marked = rest_trimmed.starts_with(COLONS)
            || rest_trimmed.starts_with(['©', '|', '/', '／', '・', '،'])
            || rest_trimmed.starts_with("by ")
            || takes_name(word) && rest.starts_with(' ')
            || matches!(word, "copyright" | "credit" | "photograph by") && rest.starts_with(' ');
        if marked {
            let kept = rest_trimmed.trim_start_matches(|next| {
                COLONS.contains(&next) || matches!(next, '©' | '|' | '/' | '／' | '・' | '،' | ' ')
            });
            let kept = kept.strip_prefix("by ").unwrap_or(kept);
            return text.len().checked_sub(kept.len()).and_then(|at| text.get(at..)).unwrap_or(text);
        }
    }
    text
}

/// Text before the last bracket and what stands in it, where the text ends with one.
fn bracketed_end(text: &str) -> Option<(String, String)> {
    let trimmed = text.trim_end().trim_end_matches(['.', '。']);
    let (open, close) = BRACKETS.into_iter().find(|(_, close)| trimmed.ends_with(*close))?;
    let body = trimmed.strip_suffix(close)?;
    // Brackets may hold brackets: “(Name (AFP))”.
    let mut depth = 1;
    for (at, character) in body.char_indices().rev() {
        if character == close {
            depth += 1;
        } else if character == open {
            depth -= 1;
            if depth == 0 {
                let before = body.get(..at)?.trim_end().to_owned();
                let inside = body.get(at + open.len_utf8()..)?.trim().to_owned();
                return Some((before, inside));
            }
        }
    }
    None
}

/// Whether what stands in brackets behind a whole sentence is the name of a house in capitals: `… at the meeting. (KOMO)`.
fn is_house(before: &str, inside: &str) -> bool {
    before.ends_with(['.', '!', '?'])
        && (3..=16).contains(&inside.chars().count())
        && inside.chars().all(|next| next.is_uppercase() || matches!(next, '-' | ' '))
        && !inside.contains("  ")
}

/// Whether what stands in brackets names people or agencies and says no more.
fn looks_like_credit(text: &str) -> bool {
    let lower = text.to_lowercase();
    if AGENCIES.contains(&lower.trim()) {
        return true;
    }
    if AGENCIES.contains(&lower.trim().trim_end_matches(['发', '發'])) {
        return true;
    }
    let has_letters = text.chars().any(char::is_alphabetic);
    if unlabelled(text) != text || text.contains(['©', '/', '／']) && has_letters {
        return text.chars().count() <= 160;
    }
    if CREDIT_ENDS.iter().any(|end| text.ends_with(end)) {
        // A date may stand before “taken” as well as a name.
        return text.chars().count() <= 40 && !text.chars().any(char::is_numeric);
    }
    if [
        "getty",
        "reuters",
        "afp",
        "associated press",
        " ap",
        "epa",
        "dpa",
        "shutterstock",
        "alamy",
        "istock",
        "unsplash",
        "courtesy",
        "handout",
    ]
    .iter()
    .any(|agency| lower.contains(agency) || lower == agency.trim())
    {
        return text.chars().count() <= 160;
    }
    // Names only: every word but particles begins with a capital, and there are few of them.
    let mut words = text.split_whitespace().peekable();
    let count = text.split_whitespace().count();
    (2..=5).contains(&count)
        && words.all(|word| {
            word.chars().next().is_some_and(char::is_uppercase)
                || matches!(word, "de" | "van" | "von" | "der" | "da" | "del" | "la" | "for" | "via" | "/")
        })
        && !text.chars().any(|next| next.is_ascii_digit())
        && !["left", "right", "l", "r", "c"].contains(&lower.as_str())
}

/// Text before the last “Photo:”, “©” and the like, and the credit after it.
fn labelled_end(text: &str) -> Option<(String, String)> {
    // Without one of these nothing below is found.
    let lower = text.to_lowercase();
    let names_follow = [" by ", " courtesy of ", "fot. ", "nuotr. ", "picha na ", "ljósmynd/"];
    if !text.contains(|next: char| matches!(next, '©' | '／') || COLONS.contains(&next))
        && !names_follow.iter().any(|words| lower.contains(words))
        || lower.len() != text.len()
    {
        return None;
    }
    let is_label = |at: usize, word: &str| {
        let (Some(before), Some(after)) = (lower.get(..at), lower.get(at + word.len()..)) else { return false };
        let at_start = !before.ends_with(|next: char| next.is_alphanumeric() || matches!(next, '\'' | '’'));
        let sentence_before = || {
            before.is_empty()
                || before
                    .trim_end()
                    .ends_with(['.', '!', '?', '|', '"', '”', '»', ')', '/', '–', '—', ']', ',', ';', '('])
        };
        let is_marked = after.trim_start().starts_with(COLONS)
            || after.starts_with('／')
            || word == "ljósmynd" && after.starts_with('/');
        at_start
            && (is_marked
                || takes_name(word) && after.starts_with(' ') && sentence_before()
                || after.trim_start().starts_with('©'))
            && after.chars().count() <= 140
    };
    let mut best = WORDS.places(&lower).filter(|(at, word)| is_label(*at, word)).map(|(at, _)| at).min();
    if let Some((at, _)) = lower.rmatch_indices('©').next()
        && text.len() - at <= 140
        && best.is_none_or(|best| at < best)
    {
        best = Some(at);
    }
    let at = best?;
    let found = clean_credit(text.get(at..)?)?;
    let before = text.get(..at)?.trim_end_matches(|next: char| {
        next.is_whitespace() || matches!(next, '|' | '(' | '[' | '（' | '［' | '【' | '/' | '／' | '–' | '—' | '-')
    });
    Some((before.to_owned(), found))
}

/// The caption without the credit that it ends with.
fn without_end(caption: &str, credit: &str) -> String {
    let trimmed = caption.trim_end_matches(['.', '。', ')', ']', '）', '］', '】', ' ']);
    let whole = caption.trim_end().strip_suffix(credit);
    let Some(before) = whole.or_else(|| trimmed.strip_suffix(credit)) else { return caption.to_owned() };
    let before = before.trim_end_matches(|next: char| {
        next.is_whitespace()
            || COLONS.contains(&next)
            || matches!(next, '(' | '[' | '（' | '［' | '【' | '|' | '/' | '／' | '–' | '—' | '©')
    });
    // A label that is left over goes with it.
    let lower = before.to_lowercase();
    for word in CREDIT_WORDS {
        if lower.len() == before.len() && lower.ends_with(word) {
            let head = before.get(..before.len() - word.len()).unwrap_or(before);
            if head.is_empty() || head.ends_with(|next: char| !next.is_alphanumeric()) {
                return head
                    .trim_end_matches(|next: char| next.is_whitespace() || matches!(next, '(' | '[' | '|' | '–' | '—'))
                    .to_owned();
            }
        }
    }
    before.to_owned()
}

fn repeats(one: &str, other: &str) -> bool {
    let (one, other) = (key(one), key(other));
    !one.is_empty() && !other.is_empty() && (one.contains(&other) || other.contains(&one))
}

fn longer(one: String, other: String) -> String {
    if other.chars().count() > one.chars().count() { other } else { one }
}

/// `Name/AFP/AFP` says the agency twice, and `Name / AFP` is `Name/AFP`: one credit, one spelling.
fn once(credit: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in credit.split('/') {
        let trimmed = part.trim();
        if !trimmed.is_empty() && !parts.iter().any(|known| known.trim().eq_ignore_ascii_case(trimmed)) {
            parts.push(part);
        }
    }
    let mut joined = String::new();
    let mut before: Option<&str> = None;
    for part in parts {
        if let Some(before) = before {
            // Between words that are no names a spaced slash stays.
            if is_capitalised(before) && is_capitalised(part) {
                joined.truncate(joined.trim_end().len());
                joined.push('/');
                joined.push_str(part.trim_start());
            } else {
                joined.push('/');
                joined.push_str(part);
            }
        } else {
            joined.push_str(part);
        }
        before = Some(part);
    }
    joined.trim().to_owned()
}

fn is_capitalised(name: &str) -> bool {
    name.trim_start().chars().next().is_some_and(|first| first.is_alphanumeric() && !first.is_lowercase())
}

#[cfg(test)]
mod tests;
