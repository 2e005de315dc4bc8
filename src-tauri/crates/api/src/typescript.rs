//! The TypeScript forms of every type that crosses to the window, as one file.

use broadsheet_model::{ArticleId, FeedId, FeedbackId, ListId, PublicationId, SafeHtml, Section, TextState, VersionId};
use ts_rs::{Config, TS};

use crate::{
    ApiError, ArticleCard, ArticlePage, ArticleView, AttemptView, Discovery, ErrorCode, FeedCandidate, FeedGives,
    FeedbackKind, FeedbackView, FigureView, FrontPage, FrontSection, ImportReport, ImportRow, LibraryEvent,
    LibraryStatus, ListKind, ListPage, ListView, OfflineView, PublicationCount, PublicationView, RelatedArticle,
    SearchHit, SearchResults, SectionCount, SourceProgress, SourceState, SourceStep, SourceView, TextSource,
    TrendingStory, VersionView,
};

/// The whole file.
#[must_use]
pub fn declarations() -> String {
    let config = Config::default();
    let mut file = String::from("// Generated from Rust by `cargo xtask types`. Do not edit.\n");
    macro_rules! declare {
        ($($name:ty),* $(,)?) => {
            $(
                file.push_str("\nexport ");
                file.push_str(&<$name as TS>::decl(&config));
                file.push('\n');
            )*
        };
    }
    declare!(
        ArticleId,
        PublicationId,
        FeedId,
        VersionId,
        ListId,
        FeedbackId,
        Section,
        TextState,
        SafeHtml,
        ApiError,
        ErrorCode,
        FigureView,
        OfflineView,
        PublicationView,
        ArticleCard,
        FrontSection,
        FrontPage,
        TrendingStory,
        RelatedArticle,
        ArticlePage,
        SearchHit,
        SearchResults,
        ArticleView,
        AttemptView,
        VersionView,
        FeedbackKind,
        FeedbackView,
        ListKind,
        ListView,
        ListPage,
        SourceState,
        FeedGives,
        TextSource,
        SourceView,
        FeedCandidate,
        Discovery,
        ImportRow,
        ImportReport,
        LibraryStatus,
        SectionCount,
        PublicationCount,
        SourceStep,
        SourceProgress,
        LibraryEvent,
    );
    file
}
