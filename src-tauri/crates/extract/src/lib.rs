//! A page to an article.
//!
//! Start at [`extract`]. What the page says for machines is read first (module `evidence`), then what it shows. Pictures are
//! lifted out before the text is looked for and put back afterwards, so that no judgement on text can lose one.
//!
//! `Article::html` is hostile until sanitised. This room must never fetch anything, ask the clock, nor know any single
//! publisher.

mod address;
mod block;
mod body;
mod byline;
mod caption;
mod caption_end;
mod caption_place;
mod caption_words;
mod compose;
mod dates;
mod elsewhere;
mod elsewhere_words;
mod evidence;
mod explain;
mod figure_judge;
mod figure_unit;
mod figures;
mod formulas;
mod given;
mod guard;
mod headline;
mod hints;
mod hydrated;
mod judge;
mod lead;
mod lines;
mod mark;
mod measure;
mod next_page;
mod page;
mod parts;
mod picture;
mod picture_names;
mod picture_page;
mod picture_place;
mod picture_words;
mod pitch_words;
mod publication;
mod published;
mod related_words;
mod rendition;
mod script;
mod section;
mod standfirst;
mod stated_words;
mod tag;
mod tidy;
mod topics;
#[cfg(feature = "training")]
pub mod training;
mod verdict;
mod words;

pub use crate::explain::explain;
pub use crate::given::{Given, given};
pub use crate::next_page::join;

use std::panic::{AssertUnwindSafe, catch_unwind};

use broadsheet_model::{Article, PageKind, TextState, Verdict};
use dom_query::Document;
use url::Url;

use crate::address::absolute;
use crate::body::Body;
use crate::evidence::Evidence;
use crate::hints::Hint;
use crate::judge::features::Known;
use crate::publication::Publication;
use crate::stated_words::StatedWords;

/// Reads an article from a page that was fetched from `url`.
///
/// Never panics and never fails: what is not found stays empty, and [`Article::text_state`] says how much there is.
#[must_use]
pub fn extract(html: &str, url: &str) -> Article {
    catch_unwind(AssertUnwindSafe(|| read(html, url))).unwrap_or_default()
}

/// Words from which on a text that is shown must stand in the story that is not.
const FEW: usize = 25;

/// Words under which a page may keep more of its article in its scripts.
const SHORT: usize = 250;

/// Words from which on a text is whole although its page says that it is not free.
const LONG: usize = 250;

fn read(whole: &str, url: &str) -> Article {
    let readable = guard::readable(whole);
    let document = readable.document();
    let page = Url::parse(url).ok();
    let root = document.root();
    let hints = readable.hints;
    let base = Some(&root)
        .filter(|_| hints.has(Hint::Base))
        .and_then(|root| root.descendants_it().find(|node| node.has_name("base") && node.has_attr("href")))
        .and_then(|node| absolute(page.as_ref(), &node.attr_or("href", "")))
        .and_then(|base| Url::parse(&base).ok())
        .or_else(|| page.clone());
    let base = base.as_ref();
    tidy::tidy(&document, hints);
    lines::part(&document, hints);
    formulas::mark(&document, hints);
    let evidence = Evidence::of(&document, &readable.scripts);
    let canonical_url = canonical(&evidence, base);
    let origin = address::origin(page.as_ref(), canonical_url.as_deref());
    let origin = origin.as_ref();
    let Publication { site, names } = Publication::of(&evidence, origin);
    let headline = headline::headline(&evidence, origin, &names);
    let byline = byline::byline(&evidence, site.as_deref(), headline.as_deref());
    let section = section::section(&evidence, origin, &names, headline.as_deref(), &byline);
    let language = script::language(language(&document, &evidence), &evidence.shown().text);
    let (published, modified_at) = published::times(&evidence, origin, headline.as_deref(), language.as_deref());
    let description = evidence.meta(&["og:description", "description", "twitter:description"]);

    let mut article =
        Article { headline: headline.clone(), byline, site, section, language, modified_at, ..Article::default() };
    let known = Known::of(&evidence, &article, page.as_ref());
    let mut document = document;
    let stated = StatedWords::of(&evidence);
    let mut lifted = figures::lift(&document, &stated, base, &article.byline);
    let page_pictures = lead::page_pictures(&evidence, base);
    let mut body = Body::of(&document, &known, &page_pictures, &lifted);
    let next = next_page::next_page(evidence.links("next"), body.links(&document), page.as_ref(), base);
    if let Some(hidden) = hydrated_document(whole, &body.text(), &known) {
        document = hidden;
        lifted = figures::lift(&document, &stated, base, &article.byline);
        body = Body::whole(&document, &known);
    }
    let shown = body.take_standfirst(|names, text, apart| {
        standfirst::is_standfirst(names, text, apart, headline.as_deref(), description.as_deref())
    });
    let lead = lead::lead(&lifted, &evidence, body.opening(), base);
    let (mut html, mut figures) =
        body.html(&document, &lifted, lead.as_ref().map(|(_, key)| key.as_str()), verdict::is_live(&evidence), base);
    let mut text = body.text();
    if let Some(stated) = stated_body(&evidence, &text) {
        html = stated.lines().map(|line| format!("<p>{}</p>", words::escape(line))).collect();
        text = stated;
        figures.clear();
    }
    let lead = lead.map(|(figure, _)| figure);
    if let Some(lead) = &lead {
        figures.insert(0, lead.clone());
    }
    let shown = shown.or_else(|| {
        let captions = lifted.iter().filter_map(|found| found.figure.caption.as_deref());
        let others = article.byline.iter().map(String::as_str).chain(captions);
        standfirst::beneath(&evidence, headline.as_deref(), &text, others)
    });
    let standfirst_shown = shown.is_some();
    let standfirst = shown.or_else(|| standfirst::described(&evidence, &text));
    let is_closed = is_closed(&evidence);
    let verdict = verdict::verdict(&verdict::Seen {
        evidence: &evidence,
        headline: headline.as_deref(),
        text: &text,
        figures: figures.len(),
        is_closed,
    });
    let shows_picture = lead.as_ref().is_some_and(|lead| {
        picture_page::is_one(&picture_page::Seen {
            document: &document,
            verdict,
            text: &text,
            has_standfirst: standfirst.is_some(),
            lead,
            lifted: &lifted,
            page_pictures: &page_pictures,
        })
    });
    let (verdict, text_state) = if shows_picture {
        (Verdict { kind: PageKind::Gallery, confidence: 60 }, TextState::Full)
    } else {
        (verdict, text_state(verdict, is_closed, &text, standfirst.as_deref()))
    };
    article.standfirst = standfirst;
    article.standfirst_shown = standfirst_shown;
    article.published_at = published.map(|(at, ..)| at);
    article.published_offset_seconds = published.map_or(0, |(_, offset, _)| offset.seconds());
    article.dated = published.map(|(.., dated)| dated).unwrap_or_default();
    article.lead = lead;
    article.figures = figures;
    article.html = html;
    article.text = text;
    let names = [article.site.as_deref(), article.section.as_deref()];
    let others: Vec<&str> = names.into_iter().flatten().chain(article.byline.iter().map(String::as_str)).collect();
    article.topics = topics::topics(&evidence, &others);
    article.for_subscribers = is_closed;
    article.canonical_url = canonical_url;
    article.next_page = next;
    article.text_state = text_state;
    article.verdict = verdict;
    article
}

/// The story that the page keeps in its scripts, as a document of its own, where it shows less than half of it and what it
/// shows agrees with it.
fn hydrated_document(html: &str, shown: &str, known: &Known) -> Option<Document> {
    let length = words::length_up_to(shown, SHORT + 1);
    if length > SHORT {
        return None;
    }
    let story = hydrated::story(html)?;
    let text = words::plain(&story)?;
    let told = words::length(&text);
    let agrees = if length >= FEW {
        words::overlap(shown, &text) >= 0.6
    } else {
        let said = [known.headline.as_deref(), known.description.as_deref()];
        said.iter().all(Option::is_none) || said.into_iter().flatten().any(|said| words::overlap(said, &text) >= 0.3)
    };
    if !agrees {
        return None;
    }
    let story = guard::readable(&story);
    let document =
        (told > 60 && told > 2 * length).then(|| Document::from(format!("<article>{}</article>", story.html)))?;
    formulas::mark(&document, story.hints);
    Some(document)
}

/// The text that the page states for machines, where it shows less than half of it.
fn stated_body(evidence: &Evidence, shown: &str) -> Option<String> {
    let stated = evidence.property("articleBody").find_map(|value| value.as_str())?;
    let paragraphs: Vec<String> = stated.lines().filter_map(words::plain).collect();
    let stated = paragraphs.join("\n");
    let length = words::length(&stated);
    (length > 80 && length > 2 * words::length(shown)).then_some(stated)
}

/// Whether the page says that its text is not free.
fn is_closed(evidence: &Evidence) -> bool {
    evidence.property("isAccessibleForFree").any(|value| match value {
        serde_json::Value::Bool(free) => !free,
        serde_json::Value::String(free) => free.eq_ignore_ascii_case("false"),
        _ => false,
    })
}

fn text_state(verdict: Verdict, is_closed: bool, text: &str, standfirst: Option<&str>) -> TextState {
    let length = words::length_up_to(text, LONG);
    let is_wall = matches!(verdict.kind, PageKind::Error | PageKind::Consent) || verdict::is_gate(text);
    if body::is_substantial(length) && (!is_closed || length >= LONG) && !is_wall && verdict.kind != PageKind::Stub {
        TextState::Full
    } else if length >= 12 && !is_wall || standfirst.is_some() && verdict.kind != PageKind::Error {
        TextState::Summary
    } else {
        TextState::Missing
    }
}

fn language(document: &Document, evidence: &Evidence) -> Option<String> {
    let attribute = document.html_root().attr("lang").or_else(|| document.html_root().attr("xml:lang"));
    let tag = |text: &str| {
        let tag = text.trim().replace('_', "-");
        let valid = (2..=35).contains(&tag.len())
            && tag
                .split('-')
                .all(|part| (1..=8).contains(&part.len()) && part.chars().all(|next| next.is_ascii_alphanumeric()));
        valid.then_some(tag)
    };
    attribute.and_then(|lang| tag(&lang)).or_else(|| evidence.text("inLanguage").and_then(|lang| tag(&lang))).or_else(
        || evidence.meta(&["og:locale", "content-language", "language", "dc.language"]).and_then(|lang| tag(&lang)),
    )
}

/// The address that the page names as its own; a front page's address is nobody's.
fn canonical(evidence: &Evidence, base: Option<&Url>) -> Option<String> {
    let link = evidence.links("canonical").find_map(|href| absolute(base, href));
    let is_page = |address: &String| {
        let depth = |url: &Url| url.path().trim_matches('/').len() + url.query().map_or(0, str::len);
        Url::parse(address).is_ok_and(|url| depth(&url) > 0 || base.is_some_and(|base| depth(base) == 0))
    };
    link.filter(is_page).or_else(|| evidence.meta(&["og:url"]).and_then(|href| absolute(base, &href)).filter(is_page))
}
