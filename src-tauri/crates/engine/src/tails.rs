//! What feeds put behind the beginning of a text and behind a whole one: where it goes on, where it first stood, how many spoke of
//! it. No word of an article is among them.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// What alone stands for a summary where a feed has none.
const NO_SUMMARY: [&str; 12] = [
    "comments",
    "comment",
    "source",
    "link",
    "read more",
    "continue reading",
    "read the full article",
    "[link]",
    "[comments]",
    "weiterlesen",
    "lire la suite",
    "leer más",
];

/// Bytes of the longest of them.
const LONGEST_NOTHING: usize = 24;

/// Ends of a summary that lead to the rest.
const LEADS: [&str; 27] = [
    "continue reading",
    "continue reading…",
    "continue reading...",
    "read more",
    "read more…",
    "read more...",
    "read the full article",
    "read the full story",
    "read full topic",
    "read on",
    "keep reading",
    "(more…)",
    "(more...)",
    "[more]",
    "more…",
    "weiterlesen",
    "mehr lesen",
    "lire la suite",
    "lire plus",
    "en savoir plus",
    "leer más",
    "seguir leyendo",
    "continua a leggere",
    "leia mais",
    "lees verder",
    "läs mer",
    "читать далее",
];

/// What says between two names that a text stood elsewhere first, in the words of the programs that write blogs.
const FIRST_AT: [(&str, &str); 9] = [
    ("the post ", " appeared first on "),
    ("der beitrag ", " erschien zuerst auf "),
    ("l’article ", " est apparu en premier sur "),
    ("l’article ", " est apparu en premier lieu sur "),
    ("la entrada ", " se publicó primero en "),
    ("l'articolo ", " proviene da "),
    ("o post ", " apareceu primeiro em "),
    ("het bericht ", " verscheen eerst op "),
    ("wpis ", " pojawił się "),
];

/// Signs around such an end.
const SIGNS: [char; 10] = [' ', '→', '»', '›', '>', '·', '|', '–', '—', '\u{a0}'];

/// What stands in every end that leads on, or counts those who spoke of a text, beside what says where it stood first. Nearly no text
/// has any of it, and is not looked at further.
const HINTS: [&str; 25] = [
    "ead more",
    "ead on",
    "ead the f",
    "ead full",
    "eep reading",
    "ontinue r",
    "more)",
    "[more]",
    "eiterl",
    "ehr lesen",
    "ire la s",
    "ire plus",
    "savoir plus",
    "eer m",
    "eguir l",
    "ontinua a l",
    "eia mais",
    "ees verder",
    "äs mer",
    "итать",
    " comment",
    " participant",
    "…",
    "...",
    "&hellip;",
];

/// The same of whole texts, beside what says where they stood first.
const TAIL_HINTS: [&str; 2] = ["submitted by", "originally published in"];

/// Bytes at the end of a summary or a text that are looked at for a hint.
const END: usize = 400;
/// See `END`.
const TEXT_END: usize = 1_600;

/// Whether a text has one of some words near its end.
fn hints(finders: &[Finder<'static>], text: &str, bytes: usize) -> bool {
    let end = text.as_bytes().get(text.len().saturating_sub(bytes)..).unwrap_or_default();
    finders.iter().any(|finder| finder.find(end).is_some())
}

static SUMMARIES: LazyLock<Vec<Finder<'static>>> = LazyLock::new(|| finders(&HINTS));
static TEXTS: LazyLock<Vec<Finder<'static>>> = LazyLock::new(|| finders(&TAIL_HINTS));

fn finders(hints: &[&'static str]) -> Vec<Finder<'static>> {
    let first = FIRST_AT.iter().map(|(_, middle)| *middle);
    hints.iter().copied().chain(first).map(Finder::new).collect()
}

/// A summary without what leads on behind it; `None` where nothing else stands there. One that was broken off ends with “…”.
pub(crate) fn summary(text: &str) -> Option<Cow<'_, str>> {
    let mut rest = text.trim();
    if rest.len() > LONGEST_NOTHING && !rest.ends_with(SIGNS) && !hints(&SUMMARIES, rest, END) {
        return Some(Cow::Borrowed(text));
    }
    let mut is_cut = false;
    for _ in 0..6 {
        let before = rest;
        rest = rest.trim_end_matches(SIGNS);
        for broken in ["[…]", "[...]", "(…)", "(...)", "[&hellip;]"] {
            if let Some(shorter) = rest.strip_suffix(broken) {
                (rest, is_cut) = (shorter.trim_end(), true);
            }
        }
        rest = without_lead(rest);
        rest = without_first(rest);
        if rest == before {
            break;
        }
    }
    let is_nothing = rest.is_empty() || NO_SUMMARY.contains(&rest.to_lowercase().as_str());
    match rest {
        _ if is_nothing => None,
        same if same == text => Some(Cow::Borrowed(text)),
        cut if is_cut && !cut.ends_with(['…', '.', '!', '?']) => Some(Cow::Owned(format!("{cut} …"))),
        cut => Some(Cow::Owned(cut.to_owned())),
    }
}

/// A text without the words at its end that lead on, if they stand behind a sentence, a sign or what broke it off.
fn without_lead(text: &str) -> &str {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return text;
    }
    let is_apart = |before: &str| {
        before.trim_end_matches(' ').ends_with(['.', '…', '!', '?', ']', ')', '”', '"', '»', '→', '|', ':'])
    };
    let is_capital = |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with(char::is_uppercase));
    for lead in LEADS {
        if !lower.contains(lead) {
            continue;
        }
        if let Some(before) = lower.strip_suffix(lead)
            && (before.is_empty() || is_apart(before) || lead.contains(' ') && is_capital(before.len()))
        {
            return text.get(..before.len()).unwrap_or(text).trim_end();
        }
        // “Continue reading The ferry”, “Continue reading on The Paper”.
        let named = format!("{lead} ");
        if let Some((before, after)) = lower.rsplit_once(&named)
            && lead.contains(' ')
            && (1..=120).contains(&after.chars().count())
            && !after.contains(['.', '!', '?'])
            && is_apart(before)
        {
            return text.get(..before.len()).unwrap_or(text).trim_end();
        }
    }
    // “4 posts - 3 participants”, “3 comments”.
    let counts = |part: &str| {
        let mut words = part.split_whitespace();
        words.next().is_some_and(|count| count.bytes().all(|byte| byte.is_ascii_digit()))
            && words.next().is_some_and(|what| {
                ["post", "posts", "participant", "participants", "comment", "comments"].contains(&what)
            })
            && words.next().is_none()
    };
    let at = lower
        .rfind(['.', '!', '?', '…', '\n'])
        .map_or(0, |at| at + lower.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let last = lower.get(at..).unwrap_or_default();
    if !last.trim().is_empty() && last.split(" - ").all(|part| counts(part.trim())) {
        return text.get(..at).unwrap_or(text).trim_end();
    }
    text
}

/// A text without the sentence at its end that says where it stood first.
fn without_first(text: &str) -> &str {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return text;
    }
    for (start, middle) in FIRST_AT {
        if let Some(between) = lower.rfind(middle)
            && lower.len() - between < 200
            && let Some(at) = lower.get(..between).and_then(|before| before.rfind(start))
            && between - at < 300
        {
            return text.get(..at).unwrap_or(text).trim_end();
        }
    }
    text
}

/// The text of a feed without the paragraphs at its end that say where it stood first, and lead elsewhere.
pub(crate) fn without_tail(mut html: String) -> String {
    for _ in 0..3 {
        if !hints(&TEXTS, &html, TEXT_END) {
            break;
        }
        let Some(at) = tail_at(&html) else { break };
        html.truncate(at);
        html.truncate(html.trim_end().len());
    }
    html
}

/// Bytes at the end of a text in which such a paragraph stands.
const TAIL: usize = 3_000;

fn tail_at(html: &str) -> Option<usize> {
    let from = html.ceil_char_boundary(html.len().saturating_sub(TAIL));
    let end = html.get(from..)?;
    let lower = end.to_ascii_lowercase();
    // Letters that are no ASCII keep their length.
    let says = |at: usize| broadsheet_feed::plain_text(end.get(at..).unwrap_or_default()).unwrap_or_default();
    let is_tail = |text: &str| {
        let lower = text.to_lowercase();
        let is_medium = lower.contains(" was originally published in ") && lower.contains(" on medium");
        is_medium || !text.is_empty() && text.chars().count() < 600 && without_first(text).is_empty()
    };
    // “submitted by /u/name [link] [comments]” stands in no paragraph.
    let posted = lower.rfind("submitted by").filter(|at| {
        let text = says(*at).to_lowercase();
        text.ends_with("[comments]") && text.chars().count() < 120
    });
    let paragraph =
        ["<p>", "<p ", "<hr>", "<hr "].iter().filter_map(|tag| lower.rfind(tag)).max().filter(|at| is_tail(&says(*at)));
    let at = from + posted.or(paragraph)?;
    // What is nothing else stays.
    html.get(..at).and_then(broadsheet_feed::plain_text).is_some().then_some(at)
}

/// A text in which white space alone parts the paragraphs, as HTML: blank lines part them, and single breaks the lines of each,
/// unless all lines are as long as lines that were broken to fit a page. Anything else comes back as it is.
pub(crate) fn with_lines(text: String) -> String {
    let trimmed = text.trim();
    if trimmed.contains('<') || !trimmed.contains('\n') {
        return text;
    }
    let normal = trimmed.replace("\r\n", "\n").replace('\r', "\n");
    let mut html = String::with_capacity(normal.len() + 64);
    for paragraph in normal.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        let lines: Vec<&str> = paragraph.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let all_but_last = lines.split_last().map_or(&[][..], |(_, before)| before);
        let is_wrapped =
            !all_but_last.is_empty() && all_but_last.iter().all(|line| (50..=100).contains(&line.chars().count()));
        html.push_str("<p>");
        html.push_str(&lines.join(if is_wrapped { " " } else { "<br>" }));
        html.push_str("</p>");
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_ends_where_its_words_do() {
        for (text, expected) in [
            ("The ferry is back. […]", Some("The ferry is back.")),
            ("The ferry is [&hellip;]", Some("The ferry is …")),
            ("The ferry is back. Continue reading →", Some("The ferry is back.")),
            ("The ferry is back [...] Continue reading The ferry →", Some("The ferry is back …")),
            ("The ferry is back. Read more", Some("The ferry is back.")),
            ("The ferry is back. (more…)", Some("The ferry is back.")),
            ("The ferry is back. The post The ferry appeared first on The Paper.", Some("The ferry is back.")),
            ("Die Fähre fährt. Weiterlesen", Some("Die Fähre fährt.")),
            ("The ferry is back. Continue reading on Street Works »", Some("The ferry is back.")),
            ("The ferry is back. 4 posts - 3 participants Read full topic", Some("The ferry is back.")),
            ("Comments", None),
            ("Read more", None),
            ("She likes to read more", Some("She likes to read more")),
            ("He said: he left no comments", Some("He said: he left no comments")),
            ("The ferry is back.", Some("The ferry is back.")),
            ("It cost 40. 12 posts", Some("It cost 40.")),
        ] {
            assert_eq!(summary(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_feeds_text_ends_where_its_words_do() {
        let text = "<p>The ferry is back.</p>";
        for tail in [
            "<p>The post <a href=/1>The ferry</a> appeared first on <a href=/>The Paper</a>.</p>",
            "\n<hr><p><a href=/1>The ferry</a> was originally published in <a href=/>Street Works</a> on Medium, where people are continuing the conversation.</p>",
            " &#32; submitted by &#32; <a href=/u/x>/u/x</a><br><span><a href=/1>[link]</a></span> <span><a href=/c>[comments]</a></span>",
        ] {
            let whole = format!("{text}{tail}");
            let left = without_tail(whole.clone());
            assert!(left.starts_with(text) && left.len() < text.len() + 10, "{left}");
            assert_eq!(without_tail(tail.trim().to_owned()), tail.trim(), "nothing else is there");
        }
        for whole in ["<p>One.</p><p>He appeared first on the quay.</p>", "<p>Two.</p><p>It was submitted by her.</p>"]
        {
            assert_eq!(without_tail(whole.to_owned()), whole);
        }
    }

    #[test]
    fn lines_of_a_plain_text_stay_lines() {
        let lines = |text: &str| with_lines(text.to_owned());
        assert_eq!(
            lines("Looms at work.\r\n\r\nChapters:\r\n0:00 Intro\r\n2:31 Stacking"),
            "<p>Looms at work.</p><p>Chapters:<br>0:00 Intro<br>2:31 Stacking</p>"
        );
        let wrapped = "A line that was broken so that it fits a page of letters,\nand goes on.";
        assert_eq!(lines(wrapped), format!("<p>{}</p>", wrapped.replace('\n', " ")));
        for same in ["One line", "<p>Two\nlines</p>", " \n "] {
            assert_eq!(lines(same), same);
        }
    }
}
