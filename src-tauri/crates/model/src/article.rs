//! What a page holds once it is read.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A picture with its words. Caption and credit are plain text and stand apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Absolute http(s) address of the largest usable rendition.
    pub src: String,
    /// Alternative text.
    pub alt: Option<String>,
    /// What the picture shows, without the credit.
    pub caption: Option<String>,
    /// Who made or owns it, once, without “Photo:” and the like.
    pub credit: Option<String>,
}

/// An article as a page gave it. All texts but `html` are plain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    /// The headline as shown, without the site's name.
    pub headline: Option<String>,
    /// The paragraph before the text, kept apart from the body.
    pub standfirst: Option<String>,
    /// Whether the page shows the standfirst above its text; otherwise it is the description that it gives to others.
    pub standfirst_shown: bool,
    /// The authors' names, without “By”.
    pub byline: Vec<String>,
    /// When it was published, in UTC.
    pub published_at: Option<Timestamp>,
    /// How well that is known.
    pub dated: Dated,
    /// How far the publisher's clock was ahead of UTC when it was published, in seconds; 0 where the page does not say.
    pub published_offset_seconds: i32,
    /// When the publisher last changed it, in UTC.
    pub modified_at: Option<Timestamp>,
    /// The publication's name.
    pub site: Option<String>,
    /// The publication's own section, as it said it.
    pub section: Option<String>,
    /// What the publisher says that it is about, in its own words.
    pub topics: Vec<String>,
    /// Whether the page says that it is for subscribers.
    pub for_subscribers: bool,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// The hero picture.
    pub lead: Option<Figure>,
    /// Every content picture in reading order; the lead first where there is one.
    pub figures: Vec<Figure>,
    /// The body as HTML. **Hostile** until it has been through the sanitiser.
    pub html: String,
    /// The body as plain text, one paragraph a line.
    pub text: String,
    /// The address that the page names as its own, absolute.
    pub canonical_url: Option<String>,
    /// The address of the article's next page, absolute, where it has more than this one.
    pub next_page: Option<String>,
    /// How much of the article this is.
    pub text_state: TextState,
    /// What kind of page it was.
    pub verdict: Verdict,
}

/// How well a page says when its article was published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dated {
    /// It states the time.
    #[default]
    ToTheTime,
    /// It states the day alone, which stands for its first moment.
    ToTheDay,
    /// A day stands somewhere that may be this one.
    ByGuess,
}

/// What kind of page was read, and how sure that is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The kind.
    pub kind: PageKind,
    /// From 0 to 100.
    pub confidence: u8,
}

/// Kinds of pages. Only the first four are something to keep.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// A text.
    #[default]
    Article,
    /// A text that goes on, entry by entry.
    LiveBlog,
    /// Pictures, with few words.
    Gallery,
    /// A film, with few words.
    Video,
    /// A list of other pages.
    Index,
    /// A page that says that there is nothing here, or that stops machines.
    Error,
    /// A wall that asks for consent.
    Consent,
    /// What is left of an article without a login or a subscription.
    Stub,
}

impl PageKind {
    /// Whether such a page may take an article's place in the library.
    #[must_use]
    pub fn is_worth_keeping(self) -> bool {
        matches!(self, Self::Article | Self::LiveBlog | Self::Gallery | Self::Video)
    }
}

/// How much of an article's text the library holds. Ordered from least to most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TextState {
    /// Nothing but the headline.
    #[default]
    Missing,
    /// What the feed gave: a summary, or a shortened text.
    Summary,
    /// The whole article.
    Full,
}

impl TextState {
    /// The word under which the library stores it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Summary => "summary",
            Self::Full => "full",
        }
    }

    /// The state that [`TextState::key`] names; anything else counts as missing.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        match key {
            "full" => Self::Full,
            "summary" => Self::Summary,
            _ => Self::Missing,
        }
    }
}
