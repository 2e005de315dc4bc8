//! A page that came: extracted, sanitised, ready to be stored.

use broadsheet_fetch::Fetched;
use broadsheet_model::{Article, ArticleId, PageKind, Section, TextState};
use broadsheet_store::captures::Capture;
use broadsheet_store::originals::{PackedPage, Sent};
use broadsheet_store::page_facts::PageFacts;
use broadsheet_store::saved::SavedPage;
use broadsheet_store::{Library, StoreError};
use jiff::Timestamp;
use url::Url;

use crate::address;
use crate::error::EngineError;
use crate::fields;
use crate::login::asks_for_password;
use crate::text;

/// An article as its page gave it, ready to be stored.
pub(crate) struct Page {
    pub(crate) article: Article,
    /// The body, sanitised.
    pub(crate) html: String,
    /// The address by which the article is known.
    pub(crate) url: String,
    /// Other addresses that lead to it.
    pub(crate) other_urls: Vec<String>,
    /// The host under which its publication stands.
    pub(crate) host: String,
    pub(crate) section: Section,
    /// Why the text is not whole, in words.
    pub(crate) note: Option<String>,
    /// What the page said and would have done beside the article's text.
    pub(crate) facts: PageFacts,
    pub(crate) sent: SentPage,
}

/// A page as its publisher sent it.
pub(crate) struct SentPage {
    /// Decoded.
    pub(crate) html: String,
    /// The address that answered.
    pub(crate) url: String,
    /// As the library keeps it; `None` where it has to be packed first.
    pub(crate) packed: Option<PackedPage>,
}

impl Page {
    /// Packs the page as it was sent, so that the library's only writer need not.
    pub(crate) fn packed(mut self) -> Self {
        self.sent.packed.get_or_insert_with(|| PackedPage::of(&self.sent.html));
        self
    }

    pub(crate) fn is_packed(&self) -> bool {
        self.sent.packed.is_some()
    }

    pub(crate) fn capture(&self) -> Capture<'_> {
        let article = &self.article;
        Capture {
            headline: article.headline.as_deref(),
            standfirst: article.standfirst.as_deref(),
            byline: &article.byline,
            published_at: article.published_at,
            dated: article.dated,
            modified_at: article.modified_at,
            // A host is no name: what the feed calls itself says more.
            site: article.site.as_deref().filter(|site| !is_host(site, &self.host)),
            publisher_section: article.section.as_deref(),
            section: self.section,
            language: article.language.as_deref(),
            html: &self.html,
            body: &article.text,
            figures: &article.figures,
            has_lead: article.lead.is_some(),
            text_state: article.text_state,
            text_note: self.note.as_deref(),
            facts: Some(&self.facts),
            sent: Some(Sent { url: &self.sent.url, html: &self.sent.html, packed: self.sent.packed.as_ref() }),
        }
    }
}

/// Whether a publication's name is no more than the host under which it stands.
fn is_host(name: &str, host: &str) -> bool {
    let bare = |text: &str| text.split(':').next().unwrap_or_default().trim_start_matches("www.").to_lowercase();
    bare(name) == bare(host)
}

/// Saves pages for good in one transaction; answers the article of each.
pub(crate) fn save(library: &Library, pages: &[Page]) -> Result<Vec<ArticleId>, StoreError> {
    let captures: Vec<Capture> = pages.iter().map(Page::capture).collect();
    let saved = pages.iter().zip(&captures).map(|(page, capture)| SavedPage {
        url: &page.url,
        other_urls: &page.other_urls,
        host: &page.host,
        capture,
    });
    library.save_captures(&saved.collect::<Vec<_>>(), Timestamp::now())
}

/// Reads a page that was asked for at `asked`.
pub(crate) fn read_page(fetched: Fetched, asked: &Url) -> Result<Page, EngineError> {
    let brotli = fetched.body.brotli().map(PackedPage::of_brotli);
    let body = fetched.body.unpack()?;
    let address = fetched.url.to_string();
    let kind = fetched.content_type.as_deref().unwrap_or("text/html").to_ascii_lowercase();
    if broadsheet_feed::parse(&body.bytes, Some(&kind), &address).is_ok() {
        return Err(EngineError::IsAFeed { address });
    }
    if !kind.contains("html") && !kind.contains("xml") && !kind.starts_with("text/plain") {
        let why = format!("the address leads to a file of the kind {}", kind.split(';').next().unwrap_or_default());
        return Err(EngineError::NotAnArticle { address, why });
    }
    let html = broadsheet_feed::decode(&body.bytes, fetched.content_type.as_deref());
    // A page in another encoding, packed more than once or cut off is kept as what was read.
    let is_that = body.layers == 1 && body.cut.is_none() && html.as_bytes() == body.bytes;
    let packed = brotli.filter(|_| is_that);
    from_page(SentPage { html, url: fetched.url.to_string(), packed }, fetched.url, asked)
}

/// Reads the copy of a page that somebody else kept, as if its own site had sent it.
pub(crate) fn read_copy(fetched: Fetched, url: Url) -> Result<Page, EngineError> {
    let body = fetched.body.unpack()?;
    let html = broadsheet_feed::decode(&body.bytes, fetched.content_type.as_deref());
    from_page(SentPage { html, url: url.to_string(), packed: None }, url.clone(), &url)
}

/// Reads a page again that was kept as it came.
pub(crate) fn read_again(sent: SentPage) -> Result<Page, EngineError> {
    let url = Url::parse(&sent.url).map_err(|_| EngineError::BadAddress { typed: sent.url.clone() })?;
    from_page(sent, url.clone(), &url)
}

fn from_page(sent: SentPage, from: Url, asked: &Url) -> Result<Page, EngineError> {
    let (page, address) = (&sent.html, &sent.url);
    let mut article = broadsheet_extract::extract(page, address);
    if article.text_state == TextState::Missing {
        return Err(no_article(page, article.verdict.kind, &from, sent.url));
    }
    shown(&mut article);
    let canonical = article
        .canonical_url
        .as_deref()
        .and_then(|url| Url::parse(url).ok())
        // A canonical address that points to the front page or to another site is a mistake of the page.
        .filter(|url| url.host_str() == from.host_str() && url.path().len() > 1);
    let known = canonical.unwrap_or_else(|| from.clone());
    let url = address::clean(&known);
    let mut other_urls = vec![address::clean(&from), address::clean(asked), asked.to_string()];
    other_urls.push(url.clone());
    other_urls.sort();
    other_urls.dedup();
    let section = broadsheet_stories::section_of(&article.section.as_deref().into_iter().collect::<Vec<_>>());
    let note = (article.text_state == TextState::Summary).then(|| partial(&article).to_owned());
    let html = text::safe(&article.html, address).into_string();
    Ok(Page {
        html,
        url,
        other_urls,
        host: address::publication_host(&known),
        section,
        note,
        facts: facts(&article, page, address),
        article,
        sent,
    })
}

/// Why a page's text may not be whole.
fn partial(article: &Article) -> &'static str {
    if article.for_subscribers || article.verdict.kind == PageKind::Stub {
        return "The page shows only part of the text; the rest wants a login or a subscription.";
    }
    "The page has so few words that there may be more, such as for those who log in."
}

/// Makes the names and lines of an article fit to be shown.
fn shown(article: &mut Article) {
    let line = |said: &mut Option<String>, most| {
        *said = said.take().map(|said| fields::owned_line(said, most)).filter(|said| !said.is_empty());
    };
    line(&mut article.headline, fields::HEADLINE);
    line(&mut article.standfirst, fields::STANDFIRST);
    line(&mut article.site, fields::NAME);
    line(&mut article.section, fields::NAME);
    line(&mut article.language, 35);
    article.byline = fields::names(std::mem::take(&mut article.byline));
    fields::figures(&mut article.figures);
}

/// What a page said and would have done, for the reader to know.
fn facts(article: &Article, page: &str, address: &str) -> PageFacts {
    let watchers = broadsheet_sanitise::watchers(page, address);
    PageFacts {
        programs: watchers.programs,
        other_sites: u32::try_from(watchers.sites.len()).unwrap_or(u32::MAX),
        topics: article.topics.clone(),
        for_subscribers: article.for_subscribers,
    }
}

/// Seconds for which a page that leads on is shown at most; one that stays for longer shows something and renews it.
const LONGEST_STOP: u32 = 10;

/// Why a page holds nothing to keep.
fn no_article(page: &str, kind: PageKind, url: &Url, address: String) -> EngineError {
    if kind == PageKind::Stub || asks_for_password(page) {
        return EngineError::LoginNeeded { host: url.host_str().unwrap_or_default().to_owned() };
    }
    let led_on = leads_on(page, url).map(|to| format!("the page has no text and leads a browser on to {to}"));
    let why = match kind {
        _ if page.trim().is_empty() => "the site answered with nothing at all",
        PageKind::Error | PageKind::Index | PageKind::Article if wants_programs(page) && !lists_much(page) => {
            "the page shows its text only to a browser that runs its programs"
        }
        PageKind::Error => "the site answered with a page that says there is nothing here",
        PageKind::Consent => "the site shows a wall that asks for consent, and no article",
        _ if led_on.is_some() => led_on.as_deref().unwrap_or_default(),
        PageKind::Index => "the page lists other pages and has no text of its own",
        _ => "the page has no text that could be an article",
    };
    EngineError::NotAnArticle { address, why: why.to_owned() }
}

/// Links from which on a page shows something by itself, whatever it says to browsers that run no programs.
const MANY_LINKS: usize = 30;

fn lists_much(page: &str) -> bool {
    page.match_indices("<a ").nth(MANY_LINKS).is_some()
}

/// Whether a page asks for a browser that runs its programs.
fn wants_programs(page: &str) -> bool {
    let lower = page.to_ascii_lowercase();
    ["enable javascript", "requires javascript", "javascript is required", "javascript to run this app"]
        .iter()
        .any(|words| lower.contains(words))
}

/// Where a page leads a browser that shows it, at once (HTML standard, 4.2.5.3); one that only loads itself anew leads nowhere.
fn leads_on(page: &str, url: &Url) -> Option<Url> {
    let lower = page.to_ascii_lowercase();
    lower.match_indices("<meta").find_map(|(at, _)| {
        let tag = page.get(at..)?.split('>').next()?;
        let lower = tag.to_ascii_lowercase();
        let (_, content) = lower.split_once("content=").filter(|_| lower.contains("refresh"))?;
        let seconds: u32 = content.trim_start_matches(['"', '\'']).split([';', ',', ' ']).next()?.parse().ok()?;
        let to = tag.get(lower.find("url=")? + "url=".len()..)?;
        let to = to.trim_start_matches(['"', '\'', ' ']).split(['"', '\'', ' ']).next()?;
        url.join(to).ok().filter(|to| to != url && seconds <= LONGEST_STOP)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_none_says_what_it_is() {
        let url = Url::parse("https://paper.example/old").unwrap();
        let why = |page: &str| no_article(page, PageKind::Index, &url, url.to_string()).to_string();
        assert!(why(" \n").contains("nothing at all"));
        for refresh in [
            "<META HTTP-EQUIV=Refresh CONTENT='0; URL=/New'>",
            "<meta content=\"3;url=https://paper.example/New\" http-equiv=\"refresh\" />",
            "<meta http-equiv=\"refresh\" content=\"0; url='New'\">",
        ] {
            assert!(why(refresh).ends_with("leads a browser on to https://paper.example/New"), "{refresh}");
        }
        for page in ["<meta http-equiv=refresh content=5>", "<meta http-equiv=refresh content='0;url=/old'>", "<p>x"] {
            assert!(why(page).contains("lists other pages"), "{page}");
        }
        assert!(why("<meta http-equiv=refresh content='900;url=/live'>").contains("lists other pages"));
    }

    #[test]
    fn a_host_is_no_name() {
        assert!(is_host("127.0.0.1", "127.0.0.1:8080") && is_host("Paper.example", "paper.example"));
        assert!(!is_host("The Paper", "paper.example"));
    }
}
