//! What the window and the command line show. All times are RFC 3339 in UTC; all texts but `html` are plain.

use broadsheet_model::{
    ArticleId, FeedbackId, HighlightId, ListId, PublicationId, SafeHtml, Section, TextState, VersionId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::enclosures::EnclosureView;

macro_rules! view {
    ($(#[$doc:meta])* pub struct $name:ident { $($(#[$field_doc:meta])* pub $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        #[serde(rename_all = "camelCase")]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }
    };
}

pub(crate) use view;

view! {
    /// A picture that can be shown.
    pub struct FigureView {
        /// Address in the library's own scheme, of a smaller copy where the picture is large; `null` while the picture is not
        /// in the library.
        pub src: Option<String>,
        /// The picture itself, where what is shown is a smaller copy.
        pub original: Option<OriginalView>,
        /// Address of its colours, as a tiny picture to stand in its place while it loads.
        pub placeholder: Option<String>,
        /// Alternative text.
        pub alt: Option<String>,
        /// What it shows.
        pub caption: Option<String>,
        /// Who made or owns it.
        pub credit: Option<String>,
        /// Pixels.
        pub width: Option<u32>,
        /// Pixels.
        pub height: Option<u32>,
        /// Why it is not in the library, in words.
        pub missing: Option<String>,
    }
}

view! {
    /// A picture as its publisher sent it.
    pub struct OriginalView {
        /// Address in the library's own scheme.
        pub src: String,
        /// Its bytes.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        pub bytes: u64,
    }
}

view! {
    /// Whether an article can be read without a network.
    pub struct OfflineView {
        /// Text and every picture are in the library.
        pub ready: bool,
        /// What is missing and why, in words, one entry a thing.
        pub missing: Vec<String>,
        /// Bytes on disk, text and pictures.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        pub bytes: u64,
    }
}

view! {
    /// A publication, named.
    pub struct PublicationView {
        /// Its id.
        pub id: PublicationId,
        /// Its name.
        pub name: String,
        /// Its site.
        pub url: Option<String>,
        /// Address of its icon in the library's own scheme.
        pub icon: Option<String>,
    }
}

view! {
    /// An article as it stands in a list.
    pub struct ArticleCard {
        /// Its id.
        pub id: ArticleId,
        /// The address of the original.
        pub url: String,
        /// Its headline.
        pub headline: String,
        /// The paragraph before the text, or the summary of the feed.
        pub standfirst: Option<String>,
        /// The section of the paper.
        pub section: Section,
        /// The name of that section.
        pub section_label: String,
        /// The section as the publication said it.
        pub publisher_section: Option<String>,
        /// Who published it.
        pub publication: PublicationView,
        /// Its authors.
        #[cfg_attr(feature = "typescript", ts(type = "Array<string>"))]
        pub byline: Vec<String>,
        /// When the publisher says that it was published.
        #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
        pub published_at: Option<Timestamp>,
        /// The time by which it is sorted: published, or first seen where that is earlier or nothing was said.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        pub sorted_at: Timestamp,
        /// Language tag.
        pub language: Option<String>,
        /// Its lead picture.
        pub lead: Option<FigureView>,
        /// The first picture of its text, where it has no lead and that one is large enough to stand beside a headline.
        pub opening: Option<FigureView>,
        /// Minutes that it takes to read.
        pub reading_minutes: u32,
        /// How much of the text is in the library.
        pub text_state: TextState,
        /// The reader opened it.
        pub read: bool,
        /// The reader starred it.
        pub starred: bool,
        /// Kept for good: starred, saved by its address, or on a list.
        pub kept: bool,
        /// The reading lists that it is on.
        pub lists: Vec<ListId>,
        /// Whether it can be read without a network.
        pub offline: OfflineView,
    }
}

view! {
    /// One section of the front page.
    pub struct FrontSection {
        /// The section.
        pub section: Section,
        /// Its name.
        pub label: String,
        /// Articles in the library under it; only those that are unread where those alone are asked for.
        pub total: u32,
        /// Its articles: the lead story first, then the rest.
        pub articles: Vec<ArticleCard>,
    }
}

view! {
    /// The front page.
    pub struct FrontPage {
        /// The story of the day, taken out of its section.
        pub lead: Option<ArticleCard>,
        /// The sections that have articles, in the order of the paper.
        pub sections: Vec<FrontSection>,
        /// What several of the reader's sources write about.
        pub trending: Vec<TrendingStory>,
        /// Subscribed sources.
        pub sources: u32,
        /// Articles in the library.
        pub articles: u32,
        /// The article that came into the library last: what has come in since has a higher number.
        pub through: ArticleId,
    }
}

view! {
    /// A story that several sources write about.
    pub struct TrendingStory {
        /// The article that stands for it.
        pub article: ArticleCard,
        /// Why it is here, in words.
        pub reason: String,
    }
}

view! {
    /// An article beside the one that is open.
    pub struct RelatedArticle {
        /// The article.
        pub article: ArticleCard,
        /// Why it is here, in words.
        pub reason: String,
    }
}

view! {
    /// A page of a long list.
    pub struct ArticlePage {
        /// The heading of the list: a section's, publication's or search's name.
        pub title: String,
        /// The publication, on a publication's page.
        pub publication: Option<PublicationView>,
        /// Newest first.
        pub articles: Vec<ArticleCard>,
        /// Hand this back for the next page; `null` at the end.
        pub next: Option<String>,
        /// Articles in the whole list.
        pub total: u32,
        /// The article that came into the library last when this was asked for; by it a list is marked as read, and nothing that
        /// has come since.
        pub through: ArticleId,
    }
}

view! {
    /// An article that a search found.
    pub struct SearchHit {
        /// The article.
        pub article: ArticleCard,
        /// The place that matched, with the words found inside `<mark>`.
        pub snippet: SafeHtml,
        /// Where it matched: “headline”, “caption” and the like.
        pub found_in: String,
        /// The headline, part by part, where the words were found in it; else empty.
        pub headline: Vec<FoundPart>,
    }
}

view! {
    /// A part of a text in which a search looked.
    pub struct FoundPart {
        /// Its words.
        pub text: String,
        /// They are what was searched.
        pub found: bool,
    }
}

view! {
    /// What a search found.
    pub struct SearchResults {
        /// The search as typed.
        pub query: String,
        /// Best first.
        pub hits: Vec<SearchHit>,
        /// Hand this back for the next page; `null` at the end.
        pub next: Option<String>,
        /// Articles that match, counted up to the number of the newest that are looked at.
        pub total: u32,
        /// There may be older ones that match: a narrower search finds them.
        pub is_cut: bool,
    }
}

view! {
    /// The article page.
    pub struct ArticleView {
        /// What the card shows.
        pub card: ArticleCard,
        /// When the publisher says that it was changed.
        #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
        pub modified_at: Option<Timestamp>,
        /// The body, its pictures in the library's own scheme. The lead figure is not repeated in it.
        pub html: SafeHtml,
        /// The body begins with the standfirst, so that this need not stand above it.
        pub says_standfirst: bool,
        /// Why the text is not whole, in words.
        pub text_note: Option<String>,
        /// From the reader's own library.
        pub related: Vec<RelatedArticle>,
        /// Across the reader's own sources.
        pub trending: Vec<TrendingStory>,
        /// The archived states of its text, newest first.
        pub versions: Vec<VersionView>,
        /// What its page said and would have done beside its text; `null` where the text came by a feed.
        pub facts: Option<PageFactsView>,
        /// Later tries on its page that gave less than what is shown, newest first.
        pub attempts: Vec<AttemptView>,
        /// What the reader said of it and has not taken back.
        pub feedback: Vec<FeedbackView>,
        /// What the reader highlighted, in the order in which it stands there.
        pub highlights: Vec<HighlightView>,
        /// The sounds and films that feeds attached to it.
        pub enclosures: Vec<EnclosureView>,
        /// Where the reader left it: how many letters of the body stand above, white space not counted. `null` at its beginning,
        /// and where it was read to its end.
        pub place: Option<u32>,
        /// The version that it showed when the reader opened it before, where its whole text is another now; only where it was
        /// opened just now.
        pub changed_since: Option<VersionId>,
    }
}

view! {
    /// A passage that the reader highlighted.
    pub struct HighlightView {
        /// Its id, which the mark in the body has in `data-highlight`.
        pub id: HighlightId,
        /// Its words as they stood there when it was highlighted.
        pub quote: String,
        /// What the reader wrote beside it; empty where nothing.
        pub note: String,
        /// Whether it stands in the text that is shown, which may have changed since.
        pub shown: bool,
        /// When it was highlighted.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        pub made_at: Timestamp,
    }
}

view! {
    /// What an article's page said beside its text, and what it would have done. None of that happens here.
    pub struct PageFactsView {
        /// Programs that it would have run.
        pub programs: u32,
        /// Other sites that it would have asked for something, and so told that somebody reads it.
        pub other_sites: u32,
        /// What the publisher says that the article is about.
        pub topics: Vec<String>,
        /// Whether the page says that it is for subscribers.
        pub for_subscribers: bool,
    }
}

view! {
    /// A try on an article's page that gave less than what is shown.
    pub struct AttemptView {
        /// When it was made.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        pub tried_at: Timestamp,
        /// What came instead of the article, in words.
        pub what: String,
    }
}

view! {
    /// One archived state of an article's text.
    pub struct VersionView {
        /// Its id.
        pub id: VersionId,
        /// When it was captured.
        #[cfg_attr(feature = "typescript", ts(type = "string"))]
        pub captured_at: Timestamp,
        /// Its headline.
        pub headline: String,
        /// It is what is shown.
        pub shown: bool,
        /// When the Internet Archive took the copy that it is; `null` for what the publisher itself gave.
        #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
        pub archived_at: Option<Timestamp>,
    }
}

/// What the reader can say of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum FeedbackKind {
    /// It stands in the wrong section; the detail is the right one's key.
    WrongSection,
    /// Text is missing.
    TextMissing,
    /// A picture is missing.
    PictureMissing,
    /// An article under “Related” is not; the detail is its id.
    UnrelatedStory,
}

view! {
    /// What the reader said of an article.
    pub struct FeedbackView {
        /// Its id, to take it back.
        pub id: FeedbackId,
        /// What is wrong.
        pub kind: FeedbackKind,
        /// Which section or article is meant.
        pub detail: Option<String>,
        /// What was done about it, in words.
        pub outcome: String,
    }
}

/// What a reading list is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    /// The list that every library has.
    ReadLater,
    /// One that the reader made.
    Own,
}

view! {
    /// A reading list.
    pub struct ListView {
        /// Its id.
        pub id: ListId,
        /// Its name.
        pub name: String,
        /// What it is for.
        pub kind: ListKind,
        /// Articles on it.
        pub articles: u32,
        /// Articles on it that can be read without a network.
        pub ready: u32,
        /// Bytes on disk.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        pub bytes: u64,
    }
}

view! {
    /// A reading list with its articles.
    pub struct ListPage {
        /// The list.
        pub list: ListView,
        /// In the reader's order.
        pub articles: Vec<ArticleCard>,
    }
}

view! {
    /// How many articles a section has.
    pub struct SectionCount {
        /// The section.
        pub section: Section,
        /// Its name.
        pub label: String,
        /// Its articles.
        pub articles: u32,
        /// Its articles that the reader has not opened.
        pub unread: u32,
    }
}

view! {
    /// How many articles a publication has.
    pub struct PublicationCount {
        /// The publication.
        pub publication: PublicationView,
        /// Its articles.
        pub articles: u32,
        /// Its articles that the reader has not opened.
        pub unread: u32,
    }
}
