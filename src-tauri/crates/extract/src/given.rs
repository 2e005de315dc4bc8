//! The pictures of a text that is an article's already, as a feed gives it: nothing of it is judged, and no word is left out.

use std::panic::{AssertUnwindSafe, catch_unwind};

use broadsheet_model::Figure;
use dom_query::{Document, NodeRef};
use url::Url;

use crate::address::picture_key;
use crate::figures::{self, Lifted};
use crate::formulas;
use crate::guard;
use crate::mark::{DOUBTFUL_MARK, MARK, SIGN};
use crate::picture::has_word;
use crate::rendition::width_in;
use crate::stated_words::StatedWords;
use crate::tidy;

/// Names of pictures that stand for a sign in a line: what they say in words is the sign.
const SIGNS: [&str; 9] = ["emoji", "smiley", "smilies", "emoticon", "latex", "tex", "math", "formula", "equation"];

/// Pixels under which a picture is none.
const DOT: f32 = 4.0;

/// A text with its pictures as figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The text, hostile until sanitised. Each figure stands in its place but the lead, which stands above the text.
    pub html: String,
    /// The pictures in reading order, the lead first.
    pub figures: Vec<Figure>,
    /// The first one is the lead: it stood before any word.
    pub has_lead: bool,
    /// The lead that was named beside the text, as it stood in the text, where it is left out: its words, and the larger of both.
    pub again: Option<Figure>,
}

/// Finds the pictures of a text that was given at `url`, each once at its largest usable address, with its caption and its credit.
/// `lead` is the address of the picture that stands above the text already; without one the first may become it. What is at an
/// address that `is_none` knows is no picture. `None` where there are none, and nothing that only looks like one.
///
/// Never panics: a text that cannot be read has no pictures.
#[must_use]
pub fn given(html: &str, url: &str, lead: Option<&str>, is_none: &dyn Fn(&str) -> bool) -> Option<Given> {
    if !may_have_pictures(html.as_bytes()) {
        return None;
    }
    catch_unwind(AssertUnwindSafe(|| read(html, url, lead, is_none))).ok().flatten()
}

/// Whether a text has a tag of a picture: most have none, and each is asked.
fn may_have_pictures(html: &[u8]) -> bool {
    let begins =
        |at: usize, name: &[u8]| html.get(at..at + name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name));
    memchr::memchr_iter(b'<', html).any(|at| begins(at, b"<img") || begins(at, b"<amp-img"))
}

fn read(html: &str, url: &str, lead: Option<&str>, is_none: &dyn Fn(&str) -> bool) -> Option<Given> {
    let readable = guard::readable(html);
    let document = Document::from(format!("<body>{}</body>", readable.html));
    let hints = readable.hints;
    formulas::bare(&document, hints);
    let changed = [tidy::spell_cards(&document, hints), spell_signs(&document, &SIGNS), drop_unseen(&document)];
    let lifted = figures::lift(&document, &StatedWords::default(), Url::parse(url).ok().as_ref(), &[]);
    let marked = document.body().map(|body| body.inner_html()).unwrap_or_default();
    let given = put_back(&marked, &lifted, lead, is_none);
    (changed.contains(&true) || !given.figures.is_empty() || given.again.is_some()).then_some(given)
}

/// Puts words for the pictures that only stand for them. Returns whether there were any.
pub(crate) fn spell_signs(document: &Document, names: &[&str]) -> bool {
    let root = document.root();
    let signs: Vec<NodeRef<'_>> =
        root.descendants_it().filter(|node| node.has_name("img") && is_sign(node, names)).collect();
    for sign in &signs {
        let words = document.tree.new_text(sign.attr_or("alt", "").as_ref());
        sign.replace_with(&words);
    }
    !signs.is_empty()
}

fn is_sign(image: &NodeRef<'_>, names: &[&str]) -> bool {
    let src = image.attr_or("src", "");
    let file = src.split(['?', '#']).next().unwrap_or_default();
    image.attr("alt").is_some_and(|alt| !alt.trim().is_empty())
        && (has_word(&image.attr_or("class", ""), names) || has_word(file, names))
}

/// Drops what nobody is to see and what only counts readers, where its style says so. Returns whether there was any.
fn drop_unseen(document: &Document) -> bool {
    let root = document.root();
    let is_unseen = |node: &NodeRef<'_>| node.has_name("img") && node.attr("style").is_some_and(|style| hides(&style));
    let unseen: Vec<NodeRef<'_>> = root.descendants_it().filter(is_unseen).collect();
    for image in &unseen {
        image.remove_from_parent();
    }
    !unseen.is_empty()
}

/// Whether a style hides a picture, or makes it a dot.
fn hides(style: &str) -> bool {
    style.to_ascii_lowercase().split(';').filter_map(|declaration| declaration.split_once(':')).any(|(name, value)| {
        let value = value.trim().trim_end_matches("!important").trim();
        match name.trim() {
            "display" => value == "none",
            "visibility" => value == "hidden",
            "width" | "height" | "max-width" | "max-height" => {
                value.trim_end_matches("px").parse::<f32>().is_ok_and(|pixels| pixels < DOT)
            }
            _ => false,
        }
    })
}

/// The text with its figures in the places of their marks.
fn put_back(marked: &str, lifted: &[Lifted], lead: Option<&str>, is_none: &dyn Fn(&str) -> bool) -> Given {
    let html = String::with_capacity(marked.len());
    let mut given = Given { html, figures: Vec::new(), has_lead: false, again: None };
    let above = lead.map(picture_key);
    let mut seen: Vec<&str> = Vec::new();
    let mut rest = marked;
    while let Some((before, number, after)) = next_mark(rest) {
        given.html.push_str(before);
        rest = after;
        // What stands twice is one figure.
        let is_picture = |found: &&Lifted| !found.traits.is_badge && !is_none(&found.figure.src);
        let Some(found) = lifted.get(number).filter(is_picture) else { continue };
        if seen.contains(&found.key.as_str()) {
            continue;
        }
        seen.push(&found.key);
        if let Some(lead) = lead.filter(|_| above.as_deref() == Some(found.key.as_str())) {
            let src = if is_as_large(lead, &found.figure.src) { lead } else { &found.figure.src };
            given.again = Some(Figure { src: src.to_owned(), ..found.figure.clone() });
            continue;
        }
        let is_lead = lead.is_none() && given.figures.is_empty() && !has_words(&given.html);
        given.has_lead |= is_lead;
        if !is_lead {
            given.html.push_str(&figures::markup(&found.figure));
        }
        given.figures.push(found.figure.clone());
    }
    given.html.push_str(rest);
    given
}

/// Whether one rendition of a picture is as large as another, as far as their addresses tell. One that tells no size is the picture
/// itself.
fn is_as_large(one: &str, other: &str) -> bool {
    match (width_in(one), width_in(other)) {
        (0, _) => true,
        (_, 0) => false,
        (one, other) => one >= other,
    }
}

/// What stands before the next mark, the number in it, and what follows its paragraph.
fn next_mark(html: &str) -> Option<(&str, usize, &str)> {
    const PARAGRAPH: &str = "<p>";
    let mut from = 0;
    loop {
        let at = from + memchr::memmem::find(html.get(from..)?.as_bytes(), SIGN)?;
        let sign = html.get(at..)?;
        let within = [MARK.0, DOUBTFUL_MARK].iter().find_map(|opening| sign.strip_prefix(opening));
        if let (Some(before), Some(within)) = (html.get(..at)?.strip_suffix(PARAGRAPH), within) {
            let (number, after) = within.split_once(MARK.1)?;
            let after = after.strip_prefix("</p>").unwrap_or(after);
            // A number that nobody wrote stands for no figure.
            return Some((before, number.parse().unwrap_or(usize::MAX), after));
        }
        from = at + SIGN.len();
    }
}

/// Whether there is anything to read.
fn has_words(html: &str) -> bool {
    let mut in_tag = false;
    html.chars().any(|character| {
        match character {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ => return !in_tag && character.is_alphanumeric(),
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_of(html: &str, lead: Option<&str>) -> Option<Given> {
        given(html, URL, lead, &|address| address.contains("//beacon."))
    }

    const URL: &str = "https://comic.example/1";

    #[test]
    fn a_picture_alone_leads_with_the_words_that_it_shows() {
        let comic = "<img src=\"/heron.png\" title=\"It is a long way to the lake.\" alt=\"A heron\">";
        let found = read_of(comic, None).unwrap();
        assert!(found.has_lead && !found.html.contains("<img"), "{}", found.html);
        let [figure] = found.figures.as_slice() else { panic!("{found:?}") };
        assert_eq!(figure.src, "https://comic.example/heron.png");
        assert_eq!(
            (figure.alt.as_deref(), figure.caption.as_deref()),
            (Some("A heron"), Some("It is a long way to the lake."))
        );
        let found = read_of(comic, Some("https://comic.example/heron.png")).unwrap();
        assert_eq!(
            (found.figures.len(), found.again.and_then(|again| again.caption).as_deref()),
            (0, Some("It is a long way to the lake."))
        );
        assert!(!found.html.contains("<img"), "once is enough: {}", found.html);
        let sized =
            |text: &str, lead: &str| read_of(&format!("<img src=\"/{text}\">"), Some(lead)).unwrap().again.unwrap().src;
        let small = "https://comic.example/heron-150x150.jpg";
        assert_eq!(sized("heron.jpg", small), "https://comic.example/heron.jpg", "no thumbnail where there is more");
        assert_eq!(sized("heron-150x150.jpg", "https://comic.example/heron.jpg"), "https://comic.example/heron.jpg");
        // Where the feed names another picture above the text, it stays in its place.
        let found = read_of(comic, Some("https://comic.example/other.png")).unwrap();
        assert!(!found.has_lead && found.html.contains("heron.png"), "{}", found.html);
    }

    #[test]
    fn every_word_stays_and_captions_stand_with_their_pictures() {
        let text = "<p>First words &amp; more.</p><figure><img src=\"a.jpg\" width=800 height=600><figcaption>The quay. \
                    (Ann Lee/Courier)</figcaption></figure><ul><li>One</li></ul><p>Last words.</p>\
                    <p><a href=\"/b\"><img src=\"small.jpg\" srcset=\"small.jpg 300w, large.jpg 1200w\" alt=\"B\"></a></p>";
        let found = read_of(text, None).unwrap();
        assert!(!found.has_lead);
        let words = [
            "First words &amp; more.",
            "a.jpg",
            "The quay.",
            "Ann Lee/Courier",
            "<li>One</li>",
            "Last words.",
            "large.jpg",
        ];
        let places: Vec<_> = words.iter().map(|words| found.html.find(words).expect(words)).collect();
        assert!(places.is_sorted(), "{}", found.html);
        let [quay, other] = found.figures.as_slice() else { panic!("{found:?}") };
        assert_eq!((quay.caption.as_deref(), quay.credit.as_deref()), (Some("The quay."), Some("Ann Lee/Courier")));
        assert_eq!(other.src, "https://comic.example/large.jpg");
    }

    #[test]
    fn what_is_written_is_read_again_and_a_work_is_no_credit() {
        let caption = |caption: &str| {
            let text = format!("<p>Words.</p><figure><img src=\"/a.jpg\"><figcaption>{caption}</figcaption></figure>");
            let figure = read_of(&text, None).unwrap().figures.remove(0);
            (figure.caption.unwrap_or_default(), figure.credit.unwrap_or_default())
        };
        let said = |caption: &str, credit: &str| (caption.to_owned(), credit.to_owned());
        assert_eq!(caption("The quay. <cite>Ann Lee/Courier</cite>"), said("The quay.", "Ann Lee/Courier"));
        assert_eq!(caption("<cite>Ann Lee/Courier</cite>").1, "Ann Lee/Courier");
        assert_eq!(caption("A scene of <cite>The Quay</cite>"), said("A scene of The Quay", ""));
    }

    #[test]
    fn signs_become_words_and_pixels_go() {
        let text = "<p>So good <img class=\"wp-smiley emoji\" src=\"https://s.example/1f642.png\" alt=\"🙂\"> to see \
                    <img class=\"latex\" src=\"/latex.php?x\" alt=\"E=mc^2\">.</p><img src=\"https://t.example/p.gif\" width=1 height=1>\
                    <img src=\"/photo.jpg\">";
        let found = read_of(text, None).unwrap();
        assert!(found.html.contains("So good 🙂 to see E=mc^2."), "{}", found.html);
        assert_eq!(found.figures.len(), 1);
        for style in [
            "width=1 height=1",
            "width=1",
            "style=\"display: none\"",
            "style=\"border:0;width:1px !important\"",
            "style=max-height:0",
        ] {
            let text = format!("<p>Words.</p><img src=\"https://t.example/p.gif\" {style}>");
            let found = read_of(&text, None);
            assert!(found.is_none_or(|found| found.figures.is_empty() && !found.html.contains("<img")), "{style}");
        }
        assert!(
            read_of("<p>So good <img class=emoji src=/1.png alt=🙂></p>", None).unwrap().html.contains("So good 🙂")
        );
        assert!(read_of("<p>Words.</p><img src=\"/p.jpg\" style=\"max-width:100%;height:auto\">", None).is_some());
        assert_eq!(read_of("<p>Words about &lt;img&gt;.</p>", None), None);
    }

    #[test]
    fn a_height_beyond_measure_in_a_name_costs_no_picture() {
        let found = read_of("<p>Words.</p><img src=\"/quay-300x2333333300.jpg\">", None);
        assert_eq!(found.map(|found| found.figures.len()), Some(1));
    }

    #[test]
    fn what_is_written_as_a_mark_is_none() {
        let text = format!("<p>{}7{}</p><p>{}x{} a</p><img src=\"/photo.jpg\">", MARK.0, MARK.1, DOUBTFUL_MARK, MARK.1);
        let found = read_of(&text, None).unwrap();
        assert_eq!(found.figures.len(), 1);
    }
}
