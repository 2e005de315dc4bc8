//! Pages that show a picture and say next to nothing: a strip, a photograph of the day, a cartoon.

use broadsheet_model::{Figure, PageKind, Verdict};
use dom_query::Document;

use crate::address::picture_key;
use crate::figures::Lifted;
use crate::verdict;
use crate::words::{length, length_up_to};

/// Words from which on a text is one.
const TEXT: usize = 12;

/// Words of a link that may be another page's headline, and how many such links a page has that lists other pages.
const HEADLINES: (usize, usize) = (4, 10);

/// What is seen of a page when it is asked whether its picture is all that there is.
pub(crate) struct Seen<'a> {
    pub(crate) document: &'a Document,
    pub(crate) verdict: Verdict,
    pub(crate) text: &'a str,
    pub(crate) has_standfirst: bool,
    pub(crate) lead: &'a Figure,
    pub(crate) lifted: &'a [Lifted],
    pub(crate) page_pictures: &'a [String],
}

/// Whether the lead picture is what the page is about: it is shown, and the page names it as its own or has words for it.
pub(crate) fn is_one(seen: &Seen<'_>) -> bool {
    if length_up_to(seen.text, TEXT) >= TEXT || verdict::is_gate(seen.text) {
        return false;
    }
    let may_be = match seen.verdict.kind {
        // A page that says that it is an article, and sums itself up, has a text that is not here.
        PageKind::Article => !seen.has_standfirst,
        PageKind::Index => seen.verdict.confidence <= 50 && !lists_others(seen.document),
        PageKind::Gallery => true,
        _ => false,
    };
    let key = picture_key(&seen.lead.src);
    let is_shown = || {
        let is_it = |found: &&Lifted| found.key == key && !found.traits.is_badge && !found.traits.stands_as_furniture();
        seen.lifted.iter().any(|found| is_it(&found))
    };
    may_be && is_shown() && (seen.lead.caption.is_some() || seen.page_pictures.contains(&key))
}

fn lists_others(document: &Document) -> bool {
    let links = document.select("a");
    links.iter().filter(|link| length(&link.text()) >= HEADLINES.0).take(HEADLINES.1).count() >= HEADLINES.1
}

#[cfg(test)]
mod tests {
    use broadsheet_model::TextState;

    use crate::extract;

    const URL: &str = "https://comic.example/heron";

    fn state(page: &str) -> (TextState, usize) {
        let found = extract(page, URL);
        (found.text_state, found.figures.len())
    }

    #[test]
    fn a_strip_is_its_page() {
        let strip = |head: &str, more: &str| {
            format!(
                "<title>Heron</title>{head}<ul><li><a href=/archive>Archive</a></ul><h1>Heron</h1>\
                 <div id=comic><img src=/strips/heron.png alt=Heron></div>{more}<a href=/licence>CC BY-NC</a>"
            )
        };
        let named = "<meta property=og:image content=https://comic.example/strips/heron.png>";
        assert_eq!(state(&strip(named, "")), (TextState::Full, 1));
        // Nothing says that it is more than a picture of the site.
        assert_eq!(state(&strip("", "")).0, TextState::Missing);
        let others = format!("<nav>{}</nav>", "<p><a href=/x>The heron comes home</a>".repeat(12));
        assert_ne!(state(&strip(named, &others)).0, TextState::Full, "a front page");
        let gone = strip(named, "").replace("<title>Heron", "<title>404: page not found");
        assert_eq!(state(&gone).0, TextState::Missing);
    }

    #[test]
    fn a_photograph_has_its_words_and_an_article_without_its_text_is_none() {
        let page = |head: &str| {
            format!(
                "<title>Photo of the day</title><meta property=og:type content=article>{head}<article><h1>Photo of the day</h1>\
                 <figure><img src=/heron.jpg width=800 height=600><figcaption>A heron at the lake. (Ann Lee/Courier)</figcaption>\
                 </figure></article>"
            )
        };
        assert_eq!(state(&page("")), (TextState::Full, 1));
        let described =
            "<meta name=description content='The heron came back to the lake on Monday, and stays for the winter.'>";
        assert_eq!(state(&page(described)).0, TextState::Summary);
    }
}
