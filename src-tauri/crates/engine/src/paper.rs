//! The paper: the front page, the article page, and what stands beside it.

use std::collections::{HashMap, HashSet};
use std::sync::PoisonError;
use std::time::Duration;

use broadsheet_model::{ArticleId, FeedbackId, Section, TextState, VersionId};
use broadsheet_store::attempts::Attempt;
use broadsheet_store::cards::{Card, SectionTotals, Shelf, StoredVersion, Totals, Unread};
use broadsheet_store::enclosures::Enclosure;
use broadsheet_store::feedback::Feedback;
use broadsheet_store::highlights::Highlight;
use broadsheet_store::page_facts::PageFacts;
use broadsheet_store::pictures::StoredFigure;
use broadsheet_store::{Library, StoreError};
use broadsheet_stories::{Brief, Terms, key_terms, related, trending};
use jiff::Timestamp;
use url::Url;

use crate::address;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::progress::Event;
use crate::repeats;
use crate::trending::TrendingCache;

/// Articles that a section of the front page shows.
const SECTION_ARTICLES: u32 = 9;
/// The newest articles among which stories are looked for.
const TRENDING_ARTICLES: u32 = 300;
/// How old they may be.
const TRENDING_AGE: Duration = Duration::from_hours(72);
/// Stories that are shown.
const MOST_STORIES: usize = 5;
/// Related articles that are shown.
const MOST_RELATED: usize = 5;

/// The front page.
#[derive(Debug, Clone)]
pub struct FrontPage {
    /// The story of the day; it stands in no section below.
    pub lead: Option<Card>,
    /// The sections, in the order of the paper.
    pub sections: Vec<FrontSection>,
    /// What several sources write about.
    pub trending: Vec<TrendingCard>,
    /// The library in numbers.
    pub totals: Totals,
}

/// One section of the front page.
#[derive(Debug, Clone)]
pub struct FrontSection {
    /// Its counts; of its articles, only of those that are asked for.
    pub totals: SectionTotals,
    /// Its articles: the lead story first.
    pub articles: Vec<Card>,
}

/// A story that several sources write about.
#[derive(Debug, Clone)]
pub struct TrendingCard {
    /// The article that stands for it.
    pub card: Card,
    /// Why, in words.
    pub reason: String,
}

/// An article related to the open one.
#[derive(Debug, Clone)]
pub struct RelatedCard {
    /// The article.
    pub card: Card,
    /// Why, in words.
    pub reason: String,
}

/// An article with everything on its page.
#[derive(Debug, Clone)]
pub struct OpenArticle {
    /// Its card.
    pub card: Card,
    /// Its body as stored; hostile until sanitised again.
    pub html: String,
    /// Its figures in reading order.
    pub figures: Vec<StoredFigure>,
    /// Addresses of figures whose picture is that of the lead in another size, kind or crop: the lead shows it already.
    pub repeated: HashSet<String>,
    /// Related articles.
    pub related: Vec<RelatedCard>,
    /// Stories.
    pub trending: Vec<TrendingCard>,
    /// Its archived states.
    pub versions: Vec<StoredVersion>,
    /// What its page said and would have done beside; `None` where its text came by a feed.
    pub facts: Option<PageFacts>,
    /// Captures of its page that came to nothing.
    pub attempts: Vec<Attempt>,
    /// The feedback that stands.
    pub feedback: Vec<Feedback>,
    /// What the reader highlighted.
    pub highlights: Vec<Highlight>,
    /// What feeds attached to it.
    pub enclosures: Vec<Enclosure>,
    /// Where the reader left it: letters of its text above, white space not counted.
    pub place: Option<u32>,
    /// The version that it showed when it was opened before, where its whole text is another now.
    pub changed_since: Option<VersionId>,
    /// Its text begins with its standfirst, as where a feed gives the beginning as a summary.
    pub says_standfirst: bool,
}

impl Engine {
    /// The front page as it stands now, or of what is unread alone.
    ///
    /// # Errors
    /// The library cannot be read.
    pub async fn front_page(&self, unread: Option<Unread>) -> Result<FrontPage, EngineError> {
        let trending = self.trending(None).await?;
        self.library(move |library| front_page(library, trending, unread)).await
    }

    /// The article that an address leads to, where its whole text is in the library.
    ///
    /// # Errors
    /// The library cannot be read.
    pub async fn article_at(&self, address: &str) -> Result<Option<ArticleId>, EngineError> {
        let Ok(url) = Url::parse(address) else { return Ok(None) };
        let url = address::clean(&url);
        self.library(move |library| library.whole_article_at(&url)).await
    }

    /// Everything on an article's page. The article counts as opened from now on, where that can be written.
    ///
    /// # Errors
    /// There is no such article, or the library cannot be read.
    pub async fn open_article(&self, article: ArticleId) -> Result<OpenArticle, EngineError> {
        let now = Timestamp::now();
        let changed_since = self
            .library(move |library| match library.open_article(article, now) {
                // A library that cannot be written can still be read.
                Err(StoreError::ReadOnly { .. } | StoreError::DiskFull(_) | StoreError::Busy { .. }) => Ok(None),
                other => other,
            })
            .await?;
        Ok(OpenArticle { changed_since, ..self.article(article).await? })
    }

    /// Everything on an article's page, without opening it.
    ///
    /// # Errors
    /// There is no such article, or the library cannot be read.
    pub async fn article(&self, article: ArticleId) -> Result<OpenArticle, EngineError> {
        let trending = self.trending(Some(article)).await?;
        self.library(move |library| {
            let card = library.card(article)?;
            let (html, body) = library.body(article)?;
            let figures = library.figures(article)?;
            Ok(OpenArticle {
                html,
                repeated: repeats::of_the_lead(library, &figures)?,
                figures,
                related: related_cards(library, &card, &body)?,
                trending,
                versions: library.versions(article)?,
                facts: library.page_facts(article)?,
                attempts: library.attempts(article)?,
                feedback: library.feedback(article)?,
                highlights: library.highlights(article)?,
                enclosures: library.enclosures(article)?,
                place: library.place(article)?,
                changed_since: None,
                says_standfirst: card.standfirst.as_deref().is_some_and(|standfirst| begins_with(&body, standfirst)),
                card,
            })
        })
        .await
    }

    /// Notes that an article stands in the wrong section, and moves it.
    ///
    /// # Errors
    /// There is no such article, or the library cannot be written.
    pub async fn correct_section(&self, article: ArticleId, section: Section) -> Result<(), EngineError> {
        let now = Timestamp::now();
        self.library(move |library| library.correct_section(article, section, now)).await?;
        self.tell(Event::Changed);
        Ok(())
    }

    /// Notes that text or pictures are missing, and fetches the page again.
    ///
    /// # Errors
    /// There is no such article, or the library cannot be written.
    pub async fn report_missing(&self, article: ArticleId, kind: &'static str) -> Result<(), EngineError> {
        let card = self.library(move |library| library.card(article)).await?;
        let access = self.access_of_article(article).await?;
        let outcome = match self.page(&card.url, access.as_deref()).await {
            Err(EngineError::Store(error)) => return Err(error.into()),
            Err(error) => format!("The page was asked for again, but could not be read: {error}."),
            Ok(page) => {
                let now = Timestamp::now();
                let stored = self
                    .library(move |library| library.store_capture(article, &page.capture(), &page.other_urls, now))
                    .await?;
                self.fetch_pictures(article, true).await?;
                match stored {
                    broadsheet_store::captures::Stored::New => "The page was fetched again and gave more.".to_owned(),
                    _ => "The page was fetched again and gave the same. Your note is kept.".to_owned(),
                }
            }
        };
        let now = Timestamp::now();
        self.library(move |library| library.give_feedback(article, kind, None, &outcome, now)).await?;
        self.tell(Event::Changed);
        Ok(())
    }

    /// Notes that an article under “Related” is not, and shows it there no more.
    ///
    /// # Errors
    /// There is no such article, or the library cannot be written.
    pub async fn report_unrelated(&self, article: ArticleId, other: ArticleId) -> Result<(), EngineError> {
        let now = Timestamp::now();
        self.library(move |library| {
            let headline = library.card(other)?.headline;
            let outcome = format!("“{headline}” is no longer shown as related.");
            library.give_feedback(article, "unrelated_story", Some(&other.to_string()), &outcome, now)
        })
        .await
    }

    /// Takes feedback back and undoes what it did.
    ///
    /// # Errors
    /// There is none with this id, or the library cannot be written.
    pub async fn withdraw_feedback(&self, article: ArticleId, feedback: FeedbackId) -> Result<(), EngineError> {
        let now = Timestamp::now();
        self.library(move |library| library.withdraw_feedback(article, feedback, now)).await?;
        self.tell(Event::Changed);
        Ok(())
    }

    pub(crate) fn forget_trending(&self) {
        *self.0.trending.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    async fn trending(&self, except: Option<ArticleId>) -> Result<Vec<TrendingCard>, EngineError> {
        let now = Timestamp::now();
        let cached = {
            let cache = self.0.trending.lock().unwrap_or_else(PoisonError::into_inner);
            cache.as_ref().filter(|cache| fresh(cache.at, now)).map(|cache| cache.found.clone())
        };
        let found = match cached {
            Some(found) => found,
            None => {
                let newest = self.library(|library| library.shelf(Shelf::Everything, None, TRENDING_ARTICLES)).await?;
                let found = self.compute(move || stories(&newest, now)).await?;
                let mut cache = self.0.trending.lock().unwrap_or_else(PoisonError::into_inner);
                *cache = Some(TrendingCache { found: found.clone(), at: now });
                found
            }
        };
        self.library(move |library| {
            let ids: Vec<ArticleId> = found.iter().map(|(id, _)| *id).collect();
            let reasons: HashMap<ArticleId, String> = found.into_iter().collect();
            let cards = library.cards(&ids)?.into_iter().filter(|card| Some(card.id) != except);
            Ok(cards
                .map(|card| TrendingCard { reason: reasons.get(&card.id).cloned().unwrap_or_default(), card })
                .collect())
        })
        .await
    }
}

fn fresh(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at).unsigned_abs() < Duration::from_mins(5)
}

fn brief(card: &Card) -> Brief {
    Brief {
        article: card.id,
        publication: card.publication.id,
        headline: card.headline.clone(),
        terms: Terms::of(&card.headline, card.standfirst.as_deref().unwrap_or_default()),
    }
}

fn stories(newest: &[Card], now: Timestamp) -> Vec<(ArticleId, String)> {
    let names: HashMap<ArticleId, &str> = newest.iter().map(|card| (card.id, card.publication.name.as_str())).collect();
    let briefs: Vec<Brief> = newest
        .iter()
        .filter(|card| now.duration_since(card.sorted_at).unsigned_abs() < TRENDING_AGE)
        .map(brief)
        .collect();
    trending(&briefs, MOST_STORIES)
        .into_iter()
        .filter_map(|story| {
            let mut publications: Vec<&str> = Vec::new();
            for name in story.articles.iter().filter_map(|article| names.get(article)) {
                if !publications.contains(name) {
                    publications.push(name);
                }
            }
            let count = story.articles.len();
            let reason = format!("{count} articles in {}", list_in_words(&publications));
            story.articles.first().map(|first| (*first, reason))
        })
        .collect()
}

fn list_in_words(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} and {other}"),
        [one, other, rest @ ..] => format!("{one}, {other} and {} more", rest.len()),
    }
}

fn front_page(
    library: &Library,
    mut trending: Vec<TrendingCard>,
    unread: Option<Unread>,
) -> Result<FrontPage, StoreError> {
    // Before anything is listed: what comes in meanwhile is on no list.
    let totals = library.totals()?;
    let counts: HashMap<Section, SectionTotals> =
        library.section_totals()?.into_iter().map(|totals| (totals.section, totals)).collect();
    let mut sections = Vec::new();
    for section in Section::ALL {
        let Some(mut totals) = counts.get(&section).copied() else { continue };
        let shelf = Shelf::Section(section);
        let articles = match unread {
            None => library.shelf(shelf, None, SECTION_ARTICLES + 1)?,
            Some(_) => {
                let page = library.shelf_page(shelf, unread, None, SECTION_ARTICLES + 1)?;
                totals.articles = page.total;
                page.cards
            }
        };
        sections.push(FrontSection { totals, articles });
    }
    if let Some(unread) = unread {
        let ids: Vec<ArticleId> = trending.iter().map(|story| story.card.id).collect();
        let listed = library.unread_among(&ids, unread)?;
        trending.retain(|story| listed.contains(&story.card.id));
    }
    let lead = story_of_the_day(&sections, &trending);
    let trending: Vec<TrendingCard> =
        trending.into_iter().filter(|story| Some(story.card.id) != lead.as_ref().map(|lead| lead.id)).collect();
    for section in &mut sections {
        section.articles.retain(|card| Some(card.id) != lead.as_ref().map(|lead| lead.id));
        section.articles.truncate(SECTION_ARTICLES as usize);
        // A section opens with the newest of its stories that has a picture, as long as it is among the first few.
        if let Some(place) = section.articles.iter().take(4).position(has_picture) {
            section.articles.get_mut(..=place).unwrap_or_default().rotate_right(1);
        }
    }
    sections.retain(|section| !section.articles.is_empty());
    Ok(FrontPage { lead, sections, trending, totals })
}

/// What most sources write about, where it has a picture; else the newest whole article with one; else the newest.
fn story_of_the_day(sections: &[FrontSection], trending: &[TrendingCard]) -> Option<Card> {
    let whole = |card: &&Card| has_picture(card) && card.text_state == TextState::Full;
    let all = || sections.iter().flat_map(|section| &section.articles);
    let newest_whole = || all().filter(whole).max_by_key(|card| card.sorted_at);
    let newest = || all().max_by_key(|card| card.sorted_at);
    trending.iter().map(|story| &story.card).find(whole).or_else(newest_whole).or_else(newest).cloned()
}

fn has_picture(card: &Card) -> bool {
    card.lead.as_ref().or(card.opening.as_ref()).is_some_and(|picture| picture.asset.is_some())
}

fn related_cards(library: &Library, card: &Card, body: &str) -> Result<Vec<RelatedCard>, StoreError> {
    let opening: String = body.chars().take(1_500).collect();
    let context = format!("{} {opening}", card.standfirst.as_deref().unwrap_or_default());
    let words = key_terms(&card.headline, &context, 8);
    let candidates = library.cards(&library.holding_any(&words, card.id, 40)?)?;
    let unrelated: HashSet<String> = library
        .feedback(card.id)?
        .into_iter()
        .filter(|feedback| feedback.kind == "unrelated_story")
        .filter_map(|feedback| feedback.detail)
        .collect();
    let briefs: Vec<Brief> =
        candidates.iter().filter(|other| !unrelated.contains(&other.id.to_string())).map(brief).collect();
    let own = Brief { terms: Terms::of(&card.headline, &context), ..brief(card) };
    let found = related(&own, &briefs, MOST_RELATED);
    let mut cards: HashMap<ArticleId, Card> = candidates.into_iter().map(|card| (card.id, card)).collect();
    Ok(found
        .into_iter()
        .filter_map(|related| {
            let card = cards.remove(&related.article)?;
            let quoted: Vec<String> = related.shared.iter().map(|word| format!("“{word}”")).collect();
            let quoted: Vec<&str> = quoted.iter().map(String::as_str).collect();
            let words = match quoted.as_slice() {
                [first, second, third] => format!("{first}, {second} and {third}"),
                other => list_in_words(other),
            };
            Some(RelatedCard { reason: format!("Also about {words}"), card })
        })
        .collect())
}

/// Whether a text begins with words, however both are broken into lines; words that break off do so with an ellipsis.
fn begins_with(text: &str, words: &str) -> bool {
    let words = words.trim_end().trim_end_matches(['…', '.']).trim_end();
    let mut of_text = text.split_whitespace();
    let mut wanted = words.split_whitespace().peekable();
    while let Some(word) = wanted.next() {
        let Some(found) = of_text.next() else { return false };
        // The last word may be cut, and may have lost its full stop above.
        let is_same = if wanted.peek().is_some() { found == word } else { found.starts_with(word) };
        if !is_same {
            return false;
        }
    }
    !words.is_empty()
}

#[cfg(test)]
mod tests {
    use broadsheet_store::entries::NewEntry;
    use broadsheet_store::feeds::NewFeed;
    use jiff::ToSpan;

    use super::*;

    #[test]
    fn a_text_that_says_its_standfirst_itself_is_known() {
        let text = "The ferry runs\nagain. Nobody knows why.\nMore of it.";
        for words in ["The ferry runs again.", "The ferry runs again. Nobody kn…", "The  ferry runs again", text] {
            assert!(begins_with(text, words), "{words}");
        }
        for words in [
            "The ferry stays.",
            "Ferry runs again.",
            "",
            "…",
            "The ferry runs again. Nobody knows why. More of it. And more.",
        ] {
            assert!(!begins_with(text, words), "{words}");
        }
    }

    fn entry(name: &str, section: Section, at: Timestamp) -> NewEntry {
        NewEntry {
            guid: name.to_owned(),
            fingerprint: "1".to_owned(),
            url: format!("https://paper.example/{name}"),
            other_urls: Vec::new(),
            host: "paper.example".to_owned(),
            headline: name.to_owned(),
            standfirst: None,
            byline: Vec::new(),
            published_at: Some(at),
            publisher_section: None,
            section,
            language: None,
            html: "<p>Words.</p>".to_owned(),
            is_clean: false,
            text_state: TextState::Summary,
            figures: Vec::new(),
            has_lead: false,
            enclosures: Vec::new(),
            has_address: true,
            wants_page: false,
        }
    }

    #[test]
    fn a_front_page_of_what_is_unread_holds_nothing_else_and_loses_nothing_while_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::open(folder.path()).unwrap();
        let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let feed = NewFeed {
            url: "https://paper.example/feed",
            title: "Paper",
            format: None,
            host: "paper.example",
            publication_name: None,
            home_url: None,
        };
        let (feed, _) = library.subscribe(feed, now).unwrap();
        let told = [("goal", Section::Sport, 1), ("match", Section::Sport, 2), ("vote", Section::Politics, 3)];
        let entries = told.map(|(name, section, hours)| entry(name, section, now - hours.hours()));
        library.store_entries(feed, entries.into(), now).unwrap();
        let cards = library.shelf(Shelf::Everything, None, 10).unwrap();
        let page = |unread| {
            let card = cards.last().unwrap().clone();
            let trending = vec![TrendingCard { card, reason: String::new() }];
            front_page(&library, trending, unread).unwrap()
        };
        let shown = |page: &FrontPage| {
            let rest = page.sections.iter().flat_map(|section| &section.articles);
            page.lead.iter().chain(rest).map(|card| card.headline.clone()).collect::<Vec<_>>()
        };
        assert_eq!(shown(&page(None)), ["goal", "vote", "match"]);
        library.set_read(cards[0].id, true, now - 1.minutes()).unwrap();
        library.set_read(cards[2].id, true, now - 1.minutes()).unwrap();
        let unread = page(Some(Unread::default()));
        assert_eq!((shown(&unread), unread.trending.len(), unread.totals.articles), (vec!["match".to_owned()], 0, 3));
        let since = Some(Unread { or_opened_since: Some(now) });
        library.set_read(cards[1].id, true, now + 1.minutes()).unwrap();
        assert_eq!(shown(&page(since)), ["match"], "what is opened while it is shown stays");
        let nothing = page(Some(Unread::default()));
        assert!(nothing.lead.is_none() && nothing.sections.is_empty() && nothing.trending.is_empty());
        assert_eq!(page(None).sections.first().unwrap().totals.articles, 1, "and everything is there as before");
    }
}
