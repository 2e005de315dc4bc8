//! What the engine knows, as it is shown.

use std::path::Path;

use broadsheet_engine::{
    Access, Card, DownloadStep, Event, Feed, FolderTotals, FrontPage as EnginePage, Gives, OpenArticle, Pace, Progress,
    Publication, PublicationTotals, ReadingList, SectionTotals, SourceCounts, Step, StoredFigure, TextFrom, Totals,
    TrendingCard, highlights, tools,
};
use broadsheet_model::{AssetId, Folder, Section, TextState};

use crate::folders;
use crate::library::Library;
use crate::remedies::remedies;
use crate::source_views::{FeedGives, SourceAccess, SourceProgress, SourceState, SourceStep, SourceView, TextSource};
use crate::status_views::{DownloadState, LibraryEvent, LibraryStatus};
use crate::views::{
    ArticleCard, ArticleView, AttemptView, FeedbackKind, FeedbackView, FigureView, FrontPage, FrontSection,
    HighlightView, ListKind, ListView, OfflineView, OriginalView, PageFactsView, PublicationCount, PublicationView,
    RelatedArticle, SectionCount, TrendingStory, VersionView,
};

/// Words that an adult reads in a minute (Brysbaert 2019, silent reading of non-fiction).
const WORDS_A_MINUTE: u32 = 238;

/// Pixels that a picture may have to be shown: a web view takes four bytes for each. A larger one is kept all the same.
const MOST_SHOWN_PIXELS: u64 = 48_000_000;

/// Whether a web view can show a stored picture without filling the memory.
fn can_be_shown(figure: &StoredFigure) -> bool {
    let pixels = figure.width.zip(figure.height).map(|(width, height)| u64::from(width) * u64::from(height));
    figure.has_display || pixels.is_none_or(|pixels| pixels <= MOST_SHOWN_PIXELS)
}

impl Library {
    pub(crate) fn address_of(&self, asset: &AssetId) -> String {
        format!("{}/asset/{asset}", self.picture_base)
    }

    pub(crate) fn publication(&self, publication: &Publication) -> PublicationView {
        PublicationView {
            id: publication.id,
            name: publication.name.clone(),
            url: publication.home_url.clone(),
            icon: publication.icon.as_ref().map(|icon| self.address_of(icon)),
        }
    }

    fn figure(&self, stored: &StoredFigure) -> FigureView {
        let shown = stored.asset.as_ref().filter(|_| can_be_shown(stored)).map(|asset| self.address_of(asset));
        let missing = match (&stored.asset, &stored.problem) {
            (Some(_), _) if shown.is_some() => None,
            (Some(_), _) => Some("the picture is kept, but has too many pixels to be shown".to_owned()),
            (None, Some(problem)) => Some(problem.clone()),
            (None, None) => Some("the picture has not been fetched yet".to_owned()),
        };
        FigureView {
            placeholder: shown.as_ref().filter(|_| stored.has_thumbhash).map(|src| format!("{src}/placeholder")),
            original: shown
                .as_ref()
                .filter(|_| stored.has_display)
                .map(|src| OriginalView { src: format!("{src}/original"), bytes: stored.bytes.unwrap_or_default() }),
            src: shown,
            alt: stored.figure.alt.clone(),
            caption: stored.figure.caption.clone(),
            credit: stored.figure.credit.clone(),
            width: stored.width,
            height: stored.height,
            missing,
        }
    }

    pub(crate) fn card(&self, card: &Card) -> ArticleCard {
        let mut missing = text_missing(card);
        match card.pictures_missing {
            0 => {}
            1 => missing.push("One picture is missing.".to_owned()),
            many => missing.push(format!("{many} pictures are missing.")),
        }
        ArticleCard {
            id: card.id,
            url: card.url.clone(),
            headline: card.headline.clone(),
            standfirst: card.standfirst.clone(),
            section: card.section,
            section_label: card.section.label().to_owned(),
            publisher_section: card.publisher_section.clone(),
            publication: self.publication(&card.publication),
            byline: card.byline.clone(),
            published_at: card.published_at,
            sorted_at: card.sorted_at,
            language: card.language.clone(),
            lead: card.lead.as_ref().map(|lead| self.figure(lead)),
            opening: card.opening.as_ref().map(|opening| self.figure(opening)),
            reading_minutes: card.word_count.div_ceil(WORDS_A_MINUTE),
            text_state: card.text_state,
            read: card.read,
            starred: card.starred,
            kept: card.kept,
            lists: card.lists.clone(),
            offline: OfflineView { ready: missing.is_empty(), missing, bytes: card.bytes },
        }
    }

    pub(crate) fn cards(&self, cards: &[Card]) -> Vec<ArticleCard> {
        cards.iter().map(|card| self.card(card)).collect()
    }

    fn stories(&self, stories: &[TrendingCard]) -> Vec<TrendingStory> {
        stories
            .iter()
            .map(|story| TrendingStory { article: self.card(&story.card), reason: story.reason.clone() })
            .collect()
    }

    pub(crate) fn front_page(&self, page: &EnginePage) -> FrontPage {
        let sections = page.sections.iter().map(|section| FrontSection {
            section: section.totals.section,
            label: section.totals.section.label().to_owned(),
            total: section.totals.articles,
            articles: self.cards(&section.articles),
        });
        FrontPage {
            lead: page.lead.as_ref().map(|lead| self.card(lead)),
            sections: sections.collect(),
            trending: self.stories(&page.trending),
            sources: page.totals.feeds,
            articles: page.totals.articles,
            through: page.totals.through,
        }
    }

    pub(crate) fn article(&self, open: &OpenArticle) -> ArticleView {
        let place = |src: &str| {
            if open.repeated.contains(src) {
                return tools::Place::Shown;
            }
            let figure = open.figures.iter().find(|figure| figure.figure.src == src && can_be_shown(figure));
            match figure.and_then(|figure| Some((figure, figure.asset.as_ref()?))) {
                Some((figure, asset)) => tools::Place::Here(tools::Placed {
                    src: self.address_of(asset),
                    size: figure.width.zip(figure.height),
                }),
                None => tools::Place::Nowhere,
            }
        };
        let mut card = self.card(&open.card);
        if let Some(lead) = &mut card.lead {
            // The words under a picture that is shown once are shown too.
            for again in open.figures.iter().filter(|figure| open.repeated.contains(&figure.figure.src)) {
                lead.caption = lead.caption.take().or_else(|| again.figure.caption.clone());
                lead.credit = lead.credit.take().or_else(|| again.figure.credit.clone());
                lead.alt = lead.alt.take().or_else(|| again.figure.alt.clone());
            }
        }
        card.offline.missing = text_missing(&open.card);
        for (number, figure) in open.figures.iter().enumerate() {
            if let Some(why) = self.figure(figure).missing {
                card.offline.missing.push(format!("Picture {}: {why}.", number + 1));
            }
        }
        let shown = tools::with_pictures(&open.html, &open.card.url, &place);
        let (html, found) = highlights::marked(&shown, &open.highlights);
        ArticleView {
            modified_at: open.card.modified_at,
            says_standfirst: open.says_standfirst,
            place: open.place,
            changed_since: open.changed_since,
            enclosures: open.enclosures.iter().map(|enclosure| self.enclosure(enclosure)).collect(),
            html,
            highlights: open
                .highlights
                .iter()
                .zip(found)
                .map(|(highlight, shown)| HighlightView {
                    id: highlight.id,
                    quote: highlight.anchor.quote.clone(),
                    note: highlight.note.clone(),
                    shown,
                    made_at: highlight.made_at,
                })
                .collect(),
            text_note: open.card.text_note.clone(),
            related: open
                .related
                .iter()
                .map(|related| RelatedArticle { article: self.card(&related.card), reason: related.reason.clone() })
                .collect(),
            trending: self.stories(&open.trending),
            versions: open
                .versions
                .iter()
                .map(|version| VersionView {
                    id: version.id,
                    captured_at: version.captured_at,
                    headline: version.headline.clone(),
                    shown: version.is_shown,
                    archived_at: version.archived_at,
                })
                .collect(),
            facts: open.facts.as_ref().map(|facts| PageFactsView {
                programs: facts.programs,
                other_sites: facts.other_sites,
                topics: facts.topics.clone(),
                for_subscribers: facts.for_subscribers,
            }),
            attempts: open
                .attempts
                .iter()
                .map(|attempt| AttemptView { tried_at: attempt.tried_at, what: attempt.what.clone() })
                .collect(),
            feedback: open
                .feedback
                .iter()
                .filter_map(|feedback| {
                    Some(FeedbackView {
                        id: feedback.id,
                        kind: FeedbackKind::from_key(&feedback.kind)?,
                        detail: feedback.detail.clone(),
                        outcome: feedback.outcome.clone(),
                    })
                })
                .collect(),
            card,
        }
    }

    pub(crate) fn source(&self, feed: &Feed, counts: SourceCounts, pace: Pace) -> SourceView {
        let state = match (feed.gone, feed.last_try_at, &feed.error) {
            (true, _, _) => SourceState::Gone,
            (false, None, _) => SourceState::New,
            (false, Some(_), None) => SourceState::Healthy,
            (false, Some(_), Some(_)) => SourceState::Failing,
        };
        SourceView {
            id: feed.id,
            title: feed.title.clone(),
            publisher_title: feed.publisher_title.clone(),
            url: feed.url.clone(),
            publication: self.publication(&feed.publication),
            format: feed.format.clone(),
            articles: counts.articles,
            unread: counts.unread,
            state,
            last_try_at: feed.last_try_at,
            last_success_at: feed.last_success_at,
            next_try_at: feed.next_try_at.filter(|_| pace != Pace::WhenAsked),
            error: feed.error.clone(),
            hint: feed.hint.clone(),
            gives: feed.gives.map(|gives| match gives {
                Gives::Whole => FeedGives::Whole,
                Gives::Beginning => FeedGives::Beginning,
            }),
            text_from: feed.text_from.map(|from| match from {
                TextFrom::Page => TextSource::Page,
                TextFrom::Feed => TextSource::Feed,
            }),
            remedies: remedies(feed),
            moved_to: feed.moved_to.clone(),
            access: feed.access.map(|access| match access {
                Access::Password => SourceAccess::Password,
                Access::Headers => SourceAccess::Headers,
                Access::Cookies => SourceAccess::Cookies,
            }),
            notifies: feed.notifies,
            folder: feed.folder.as_ref().map(Folder::to_string),
        }
    }
}

/// Why an article's text is not whole; empty when it is.
fn text_missing(card: &Card) -> Vec<String> {
    why_text_is_missing(card.text_state, card.text_note.as_deref()).into_iter().collect()
}

/// Why a text is not whole; `None` when it is.
pub(crate) fn why_text_is_missing(state: TextState, note: Option<&str>) -> Option<String> {
    let usual = match state {
        TextState::Full => return None,
        TextState::Summary => "Only the feed's summary is here; the full text has not been fetched yet.",
        TextState::Missing => "The text has not been fetched yet.",
    };
    Some(note.unwrap_or(usual).to_owned())
}

impl FeedbackKind {
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        match key {
            "wrong_section" => Some(Self::WrongSection),
            "text_missing" => Some(Self::TextMissing),
            "picture_missing" => Some(Self::PictureMissing),
            "unrelated_story" => Some(Self::UnrelatedStory),
            _ => None,
        }
    }
}

pub(crate) fn list(list: &ReadingList) -> ListView {
    ListView {
        id: list.id,
        name: list.name.clone(),
        kind: if list.is_read_later { ListKind::ReadLater } else { ListKind::Own },
        articles: list.articles,
        ready: list.ready,
        bytes: list.bytes,
    }
}

/// What there is to look through.
pub(crate) struct Shelves {
    pub(crate) sections: Vec<SectionTotals>,
    pub(crate) publications: Vec<PublicationTotals>,
    pub(crate) folders: Vec<FolderTotals>,
}

pub(crate) fn status(
    library: &Library,
    folder: &Path,
    read_only: Option<String>,
    totals: Totals,
    shelves: &Shelves,
    refreshing: bool,
) -> LibraryStatus {
    let section_counts = Section::ALL.iter().filter_map(|wanted| {
        let found = shelves.sections.iter().find(|totals| totals.section == *wanted)?;
        Some(SectionCount {
            section: found.section,
            label: found.section.label().to_owned(),
            articles: found.articles,
            unread: found.unread,
        })
    });
    LibraryStatus {
        path: folder.display().to_string(),
        read_only,
        sources: totals.feeds,
        failing: totals.failing,
        articles: totals.articles,
        offline_ready: totals.ready,
        bytes: totals.bytes,
        refreshing,
        sections: section_counts.collect(),
        publications: shelves
            .publications
            .iter()
            .map(|totals| PublicationCount {
                publication: library.publication(&totals.publication),
                articles: totals.articles,
                unread: totals.unread,
            })
            .collect(),
        folders: shelves.folders.iter().map(folders::view).collect(),
    }
}

pub(crate) fn progress(progress: Progress) -> SourceProgress {
    SourceProgress {
        feed: progress.feed,
        title: progress.title,
        step: match progress.step {
            Step::Waiting => SourceStep::Waiting,
            Step::Fetching => SourceStep::Fetching,
            Step::Reading => SourceStep::Reading,
            Step::Done => SourceStep::Done,
            Step::Failed => SourceStep::Failed,
            Step::Cancelled => SourceStep::Cancelled,
        },
        new_articles: progress.new_articles,
        pending: progress.pending,
        message: progress.message,
    }
}

pub(crate) fn event(event: Event) -> LibraryEvent {
    match event {
        Event::Started { sources } => LibraryEvent::RefreshStarted { sources },
        Event::Source { progress: source, finished, sources } => {
            LibraryEvent::Source { progress: progress(source), finished, sources }
        }
        Event::Finished { new_articles, failed, cancelled, paused } => {
            let paused = paused.map(|pause| pause.words().to_owned());
            LibraryEvent::RefreshFinished { new_articles, failed, cancelled, paused }
        }
        Event::Download { enclosure, article, bytes, total, step, message } => {
            let step = match step {
                DownloadStep::Fetching => DownloadState::Coming,
                DownloadStep::Done => DownloadState::Done,
                DownloadStep::Failed => DownloadState::Failed,
                DownloadStep::Stopped => DownloadState::Stopped,
                DownloadStep::Removed => DownloadState::Removed,
            };
            LibraryEvent::Download { enclosure, article, bytes, total, step, message }
        }
        Event::Changed => LibraryEvent::Changed,
    }
}
