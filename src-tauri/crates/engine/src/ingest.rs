//! A feed's entries, made ready for the library: named so that each is itself, with an address of its own.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use broadsheet_model::{Entry, FeedId, ParsedFeed, TextState};
use broadsheet_store::entries::NewEntry;
use broadsheet_store::feeds::{Gives, TextFrom};
use broadsheet_store::ready::{Here, ReadyEntry};
use broadsheet_store::{Library, StoreError};
use jiff::Timestamp;
use url::Url;

use crate::address;
use crate::attached::attached;
use crate::entry_pictures::{album_of, lead_of};
use crate::fields;
use crate::fingerprint;
use crate::tails;
use crate::text;

/// Entries of one answer that are taken at most, the first of the document first.
const MOST_ENTRIES: usize = 20_000;

/// Characters up to which a summary can stand as a standfirst.
const STANDFIRST: usize = 400;

/// Bytes of the name of an entry at most; a longer one is told by what it says.
const LONGEST_GUID: usize = 2_000;

/// Bytes of a summary that are looked at for a standfirst or a headline.
const LOOKED_AT: usize = 16 << 10;

/// Bytes of an entry's text that are kept; the longest novels in feeds are shorter.
const MOST_TEXT: usize = 4 << 20;

/// Bytes up to which a text is cleaned at once: that costs less than to come back to it.
const SHORT: usize = 1_500;

/// Bytes from which on a text is likely to be whole.
const LONG: usize = 1_500;

/// Texts that end with one of these go on elsewhere.
const GOES_ON: &[&str] = &[
    "…",
    "...",
    "[…]",
    "[...]",
    "&hellip;",
    "&#8230;",
    "&#x2026;",
    "read more",
    "continue reading",
    "read the full story",
    "read on",
    "weiterlesen",
    "mehr lesen",
    "lire la suite",
    "leer más",
    "leer mas",
    "continua a leggere",
    "читать далее",
];

/// A feed as the library takes it, with its texts as it gave them.
pub(crate) struct Document {
    pub(crate) entries: Vec<NewEntry>,
    /// What it gives of its articles' texts, where enough of them could be seen.
    pub(crate) gives: Option<Gives>,
}

/// What of a document its entries need.
struct Context<'a> {
    feed: Option<Url>,
    feed_title: &'a str,
    /// The publication that the feed says it is of.
    home: Option<String>,
    language: Option<String>,
    text_from: Option<TextFrom>,
    gives: Option<Gives>,
}

/// Everything in a feed that can become an article.
pub(crate) fn document_of(
    parsed: ParsedFeed,
    feed_url: &str,
    feed_title: &str,
    text_from: Option<TextFrom>,
) -> Document {
    let gives = what_it_gives(&parsed.entries);
    let home = parsed.feed.link.as_deref().and_then(web_address).map(|home| address::publisher(&home));
    let feed = Url::parse(feed_url).ok();
    let context = Context { feed, feed_title, home, language: parsed.feed.language, text_from, gives };
    let mut entries: Vec<Entry> = parsed.entries;
    entries.truncate(MOST_ENTRIES);
    let guids = distinct_guids(&entries);
    let addresses: Vec<Option<(Url, String)>> =
        entries.iter().map(|entry| page_of(entry).map(|page| (page.clone(), address::clean(&page)))).collect();
    let mut uses: HashMap<&str, u32> = HashMap::new();
    for (guid, address) in guids.iter().zip(&addresses) {
        if let (Some(_), Some((_, clean))) = (guid, address) {
            *uses.entry(clean).or_default() += 1;
        }
    }
    let is_own = |(page, clean): &(Url, String)| {
        uses.get(clean.as_str()) == Some(&1) && !context.feed.as_ref().is_some_and(|feed| is_front_page(page, feed))
    };
    let own: Vec<bool> = addresses.iter().map(|address| address.as_ref().is_some_and(is_own)).collect();
    let mut ready = Vec::with_capacity(entries.len());
    for (((entry, guid), address), own) in entries.into_iter().zip(guids).zip(addresses).zip(own) {
        let Some(guid) = guid else { continue };
        // An address that several entries share is that of a page about all of them, and so is the front page of their site.
        ready.extend(entry_of(entry, guid, address.filter(|_| own), &context));
    }
    Document { entries: ready, gives }
}

/// When the texts of a feed's entries are cleaned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cleaned {
    /// Before they are stored, which costs less in all.
    AtOnce,
    /// Behind the headlines, but for short ones, and those that may take the place of another.
    Later,
}

/// Makes a feed's entries ready for the library. What it has already as it is here is neither cleaned nor packed; of a feed that
/// was never read (`read_before` is absent) it has nothing.
pub(crate) fn ready(
    library: &Library,
    read_before: Option<FeedId>,
    entries: Vec<NewEntry>,
    cleaned: Cleaned,
) -> Result<Vec<ReadyEntry>, StoreError> {
    let known = match read_before {
        Some(feed) => library.known(feed, &entries)?,
        None => vec![Here::Nothing; entries.len()],
    };
    let ready = |(mut entry, here): (NewEntry, Here)| {
        if here == Here::Same {
            return library.ready_known(entry);
        }
        // Only a clean text tells whether it is better than the one that is here.
        if cleaned == Cleaned::AtOnce || here == Here::Another || entry.html.len() <= SHORT {
            let lead = entry.figures.first().filter(|_| entry.has_lead).map(|lead| lead.src.as_str());
            let clean = text::given(&entry.html, &entry.url, lead);
            entry.html = clean.html.into_string();
            entry.has_lead |= clean.has_lead;
            if let (Some(lead), Some(again)) = (entry.figures.first_mut(), clean.again) {
                lead.src = again.src;
                lead.caption = lead.caption.take().or(again.caption);
                lead.credit = lead.credit.take().or(again.credit);
                lead.alt = lead.alt.take().or(again.alt);
            }
            entry.figures.extend(clean.figures);
            entry.is_clean = true;
        }
        library.ready_entry(entry)
    };
    Ok(entries.into_iter().zip(known).map(ready).collect())
}

/// A name for each entry that no other entry of the document has; `None` for one that is there twice.
fn distinct_guids(entries: &[Entry]) -> Vec<Option<String>> {
    let given: Vec<String> = entries.iter().map(own_name).collect();
    let mut uses: HashMap<&str, u32> = HashMap::new();
    for guid in &given {
        *uses.entry(guid).or_default() += 1;
    }
    let mut seen = HashSet::new();
    entries
        .iter()
        .zip(&given)
        .map(|(entry, guid)| {
            let mut name = guid.clone();
            if uses.get(guid.as_str()).is_some_and(|uses| *uses > 1) {
                for part in [entry.link.as_deref(), entry.title.as_deref()].into_iter().flatten() {
                    if part != guid {
                        name.push(' ');
                        name.push_str(part);
                    }
                }
            }
            seen.insert(name.clone()).then_some(name)
        })
        .collect()
}

/// What the entry is called: its id, else its link, else what it says.
fn own_name(entry: &Entry) -> String {
    let said = |text: &Option<String>| text.as_deref().filter(|text| !text.trim().is_empty()).map(str::to_owned);
    let given = said(&entry.id).or_else(|| said(&entry.link));
    let given = given
        .map(|name| if name.len() > LONGEST_GUID { format!("long:{}", fingerprint::of_parts(&[&name])) } else { name });
    given.unwrap_or_else(|| {
        let text = entry.content.as_deref().or(entry.summary.as_deref()).unwrap_or_default();
        format!("text:{}", fingerprint::of_entry(entry.title.as_deref().unwrap_or_default(), text, ""))
    })
}

fn page_of(entry: &Entry) -> Option<Url> {
    entry.link.as_deref().and_then(web_address).or_else(|| entry.id.as_deref().and_then(web_address))
}

/// Whether a page is the front page of the site that a feed is of.
fn is_front_page(page: &Url, feed: &Url) -> bool {
    let bare = |url: &Url| url.host_str().map(|host| host.trim_start_matches("www.").to_owned());
    page.path() == "/" && page.query().is_none() && page.fragment().is_none() && bare(page) == bare(feed)
}

fn entry_of(mut entry: Entry, guid: String, page: Option<(Url, String)>, context: &Context) -> Option<NewEntry> {
    let (url, other_urls, host, has_address) = match page {
        Some((page, clean)) => {
            let host = address::publisher_of(&page, context.home.as_deref(), context.feed.as_ref());
            let raw = String::from(page);
            let others = if raw == clean { Vec::new() } else { vec![raw] };
            (clean, others, host, true)
        }
        None => {
            // An entry without a page is still an article: it is known by its feed and its name.
            let mut own = context.feed.clone()?;
            own.set_fragment(Some(&format!("entry-{guid}")));
            // What stands at a host of feeds alone is of the site whose feed it is.
            let host = context.home.clone().unwrap_or_else(|| address::publication_host(&own));
            (own.to_string(), Vec::new(), host, false)
        }
    };
    let summary = entry.summary.as_deref().and_then(short_text);
    let summary = summary.as_deref().and_then(tails::summary).map(Cow::into_owned);
    let lead = lead_of(&entry).filter(|lead| !broadsheet_sanitise::is_beacon(&lead.src));
    let (published, updated) = (entry.published.filter(is_meant), entry.updated.filter(is_meant));
    let mut given = entry.content.take().or_else(|| entry.summary.take()).unwrap_or_default();
    let title = entry.title.take().filter(|title| !title.trim().is_empty());
    let is_untitled = title.is_none();
    // A post of nothing but a picture is called as its feed is.
    let name = || Some(context.feed_title).filter(|title| !title.trim().is_empty()).map(str::to_owned);
    let headline = title.or_else(|| short_text(&given).map(|text| text::shorten(&text, 90))).or_else(name);
    let headline = headline.unwrap_or_else(|| url.clone());
    if is_untitled {
        given.push_str(&album_of(&entry, lead.as_ref()));
    }
    // Some feeds say that everything was changed whenever they are asked; only where there is no text does that count.
    let changed = if given.is_empty() { updated.map(|time| time.to_string()) } else { None };
    let sections: Vec<&str> = entry.categories.iter().map(String::as_str).chain([context.feed_title]).collect();
    let section = broadsheet_stories::section_of(&sections);
    // What a post without a title says is all of it; its page is made of programs on many a site.
    let is_post = is_untitled && !given.trim().is_empty() && !goes_on(&given);
    let wants_page = match context.text_from {
        Some(TextFrom::Feed) => false,
        Some(TextFrom::Page) => has_address,
        None => has_address && !is_post,
    };
    // Where a page is to come, what the feed gave is not yet the article.
    // An entry without a page of its own has said all that there is.
    let whole = !has_address || is_post || (!wants_page && context.gives == Some(Gives::Whole) && is_whole(&given));
    let text_state = match () {
        () if given.trim().is_empty() => TextState::Missing,
        () if whole => TextState::Full,
        () => TextState::Summary,
    };
    let fingerprint = fingerprint::of_entry(&headline, &given, changed.as_deref().unwrap_or_default());
    Some(NewEntry {
        fingerprint,
        guid,
        url,
        other_urls,
        host,
        standfirst: summary.map(|summary| fields::owned_line(summary, STANDFIRST)),
        headline: fields::owned_line(headline, fields::HEADLINE),
        byline: fields::names(entry.authors.iter_mut().filter_map(|person| person.name.take())),
        published_at: published.or(updated),
        publisher_section: entry.categories.first().map(|section| fields::line(section, fields::NAME).into_owned()),
        section,
        language: entry.language.take().or_else(|| context.language.clone()).map(|tag| fields::owned_line(tag, 35)),
        text_state,
        html: bounded(tails::with_lines(tails::without_tail(given))),
        is_clean: false,
        has_lead: lead.is_some(),
        figures: lead.into_iter().collect(),
        enclosures: attached(&entry),
        has_address,
        wants_page,
    })
}

/// A time in the first days of 1970 or before stands for none: clocks begin there.
fn is_meant(time: &Timestamp) -> bool {
    time.as_second() > 2 * 24 * 60 * 60
}

/// Plain text of the beginning of some HTML, on one line; `None` where there is none.
pub(crate) fn short_text(html: &str) -> Option<String> {
    let beginning = html.get(..html.floor_char_boundary(LOOKED_AT)).unwrap_or(html);
    broadsheet_feed::plain_text(beginning)
}

fn bounded(mut html: String) -> String {
    if html.len() > MOST_TEXT {
        html.truncate(html.floor_char_boundary(MOST_TEXT));
        html.push('…');
    }
    html
}

/// What a feed gives of its articles' texts: most of them tell.
fn what_it_gives(entries: &[Entry]) -> Option<Gives> {
    let texts: Vec<(&str, bool)> = entries
        .iter()
        .take(40)
        .filter_map(|entry| Some((entry.content.as_deref().or(entry.summary.as_deref())?, entry.title.is_none())))
        .collect();
    if texts.len() < 3 {
        return None;
    }
    let whole = texts.iter().filter(|(text, is_post)| is_whole(text) || *is_post && !goes_on(text)).count();
    Some(if whole * 5 >= texts.len() * 3 { Gives::Whole } else { Gives::Beginning })
}

/// Whether a text is long and does not say that it goes on elsewhere.
fn is_whole(html: &str) -> bool {
    html.len() >= LONG && !goes_on(html)
}

/// Whether a text says at its end that it goes on elsewhere.
fn goes_on(html: &str) -> bool {
    let tail = html.get(html.ceil_char_boundary(html.len().saturating_sub(400))..).unwrap_or_default();
    let tail = broadsheet_feed::plain_text(tail).unwrap_or_default().to_lowercase();
    let tail = tail.trim_end_matches([' ', '»', '→', '>', ')']);
    GOES_ON.iter().any(|end| tail.ends_with(end))
}

pub(crate) fn web_address(text: &str) -> Option<Url> {
    let text = Some(text.trim()).filter(|text| text.len() <= fields::ADDRESS)?;
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use broadsheet_model::{FeedFields, FeedFormat, Media};

    use super::*;

    fn entry(id: Option<&str>, link: Option<&str>, title: &str) -> Entry {
        Entry {
            id: id.map(str::to_owned),
            link: link.map(str::to_owned),
            title: Some(title.to_owned()),
            ..Entry::default()
        }
    }

    fn ready(entries: Vec<Entry>) -> Vec<NewEntry> {
        let parsed = ParsedFeed {
            format: FeedFormat::Rss,
            feed: FeedFields::default(),
            entries,
            discovered: Vec::new(),
            is_broken: false,
        };
        document_of(parsed, "https://paper.example/feed", "Paper", None).entries
    }

    #[test]
    fn a_shared_guid_or_none_at_all_does_not_merge_entries() {
        let shared = ready(vec![
            entry(Some("same"), Some("https://paper.example/1"), "One"),
            entry(Some("same"), Some("https://paper.example/2"), "Two"),
            entry(Some("same"), Some("https://paper.example/2"), "Two"),
        ]);
        assert_eq!(shared.len(), 2);
        assert_ne!(shared[0].guid, shared[1].guid);
        let nameless = ready(vec![entry(None, None, "One"), entry(None, None, "Two")]);
        assert_eq!(nameless.len(), 2);
        assert_ne!(nameless[0].url, nameless[1].url);
    }

    #[test]
    fn an_address_that_entries_share_names_none_of_them() {
        let shared = ready(vec![
            entry(Some("1"), Some("https://paper.example/"), "One"),
            entry(Some("2"), Some("https://paper.example/"), "Two"),
            entry(Some("3"), Some("https://paper.example/3"), "Three"),
        ]);
        assert_eq!(shared.iter().map(|entry| entry.has_address).collect::<Vec<_>>(), [false, false, true]);
        assert_ne!(shared[0].url, shared[1].url);
        let alone = ready(vec![entry(Some("1"), Some("https://paper.example"), "One at a time")]);
        assert!(!alone[0].has_address, "the front page is no entry's own");
    }

    #[test]
    fn a_post_without_a_title_has_all_its_pictures() {
        let media = |name: &str, words: &str| Media {
            url: format!("https://a.example/{name}.png"),
            media_type: Some("image/png".into()),
            description: Some(words.to_owned()),
            ..Media::default()
        };
        let post = |title: &str| Entry {
            content: Some("<p>Two views of it.</p>".into()),
            media: vec![media("one", "The \"quay\""), media("two", "The mast & <sail>")],
            ..entry(Some("1"), Some("https://a.example/1"), title)
        };
        let [untitled, titled] = [post(""), post("Views")].map(|entry| ready(vec![entry]).remove(0));
        assert_eq!(untitled.figures.first().map(|figure| figure.src.as_str()), Some("https://a.example/one.png"));
        assert_eq!(
            untitled.html,
            "<p>Two views of it.</p><figure><img src=\"https://a.example/two.png\"><figcaption>The mast &amp; &lt;sail></figcaption></figure>"
        );
        assert_eq!(titled.html, "<p>Two views of it.</p>");
    }

    #[test]
    fn what_has_no_page_is_of_the_site_whose_feed_it_is() {
        let parsed = |link: Option<&str>| ParsedFeed {
            format: FeedFormat::Rss,
            feed: FeedFields { link: link.map(str::to_owned), ..FeedFields::default() },
            entries: vec![entry(Some("1"), None, "Episode one")],
            discovered: Vec::new(),
            is_broken: false,
        };
        let host =
            |link| document_of(parsed(link), "https://feeds.host.example/7", "Tides", None).entries.remove(0).host;
        assert_eq!(host(Some("https://www.tides.example/show")), "tides.example");
        assert_eq!(host(None), "feeds.host.example");
    }

    #[test]
    fn a_post_without_a_title_is_whole() {
        let post = |title: Option<&str>, text: &str| Entry {
            title: title.map(str::to_owned),
            content: Some(text.to_owned()),
            ..entry(Some(text), Some("https://a.example/1"), "")
        };
        let is_whole = |entry: Entry| {
            let ready = ready(vec![entry]).remove(0);
            (ready.text_state, ready.wants_page)
        };
        assert_eq!(is_whole(post(None, "<p>Low tide.</p>")), (TextState::Full, false));
        assert_eq!(is_whole(post(None, "<p>Low tide [&#8230;]</p>")), (TextState::Summary, true));
        assert_eq!(is_whole(post(Some("Tide"), "<p>Low tide.</p>")), (TextState::Summary, true));
    }

    #[test]
    fn a_feed_that_breaks_its_texts_off_is_told_from_one_that_gives_them_whole() {
        let with = |text: &str| Entry { content: Some(text.to_owned()), ..entry(None, None, "Title") };
        let long = format!("<p>{}</p>", "A whole sentence. ".repeat(120));
        let cut = format!("{long}<p>And then [&#8230;]</p>");
        let more = format!("{long}<p><a href=\"/x\">Read more »</a></p>");
        assert_eq!(what_it_gives(&vec![with(&long); 4]), Some(Gives::Whole));
        assert_eq!(what_it_gives(&vec![with(&cut); 4]), Some(Gives::Beginning));
        assert_eq!(what_it_gives(&vec![with(&more); 4]), Some(Gives::Beginning));
        assert_eq!(what_it_gives(&vec![with("Short."); 4]), Some(Gives::Beginning));
        assert_eq!(what_it_gives(&vec![with(&long); 2]), None);
    }
}
