//! The TypeScript forms of every type that crosses to the window, as one file.

use broadsheet_model::{
    ArticleId, EnclosureId, FeedId, FeedbackId, HighlightId, ListId, PublicationId, SafeHtml, Section, TextState,
    VersionId,
};
use ts_rs::{Config, TS};

use crate::{
    ApiError, ArticleCard, ArticlePage, ArticleView, AttemptView, BackupPlan, BackupsView, ChangeKind, ChangedWords,
    Comparison, Completed, ConnectionView, Deed, Discovery, Document, DownloadState, EnclosureKind, EnclosureState,
    EnclosureView, ErrorCode, ExportedFile, FeedCandidate, FeedGives, FeedbackKind, FeedbackView, FigureView,
    FolderView, FollowProblem, FollowReport, FoundPart, FrontPage, FrontSection, Gap, GoingArticle, HighlightRow,
    HighlightView, HighlightsPage, ImportReport, ImportRow, Keeping, KeepingRules, LastVisit, LibraryEvent,
    LibraryStatus, ListKind, ListPage, ListView, Listed, ManyDone, MarkedRead, OfflineReport, OfflineView,
    OriginalView, PageFactsView, PastOutcomeView, PastRefreshView, PublicationCount, PublicationView, RefreshPace,
    RelatedArticle, Remedy, SearchHit, SearchResults, SectionCount, SignInForm, SignInKept, SourceAccess, SourcePage,
    SourceProgress, SourceState, SourceStep, SourceView, TextSource, TrendingStory, VersionView, WasSo, WhatGoes,
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
        HighlightId,
        EnclosureId,
        Section,
        TextState,
        SafeHtml,
        ApiError,
        ErrorCode,
        FigureView,
        OriginalView,
        OfflineView,
        PublicationView,
        ArticleCard,
        FrontSection,
        FrontPage,
        TrendingStory,
        RelatedArticle,
        ArticlePage,
        MarkedRead,
        LastVisit,
        Listed,
        Deed,
        WasSo,
        ManyDone,
        FoundPart,
        SearchHit,
        SearchResults,
        ArticleView,
        EnclosureKind,
        EnclosureState,
        EnclosureView,
        DownloadState,
        HighlightView,
        HighlightRow,
        HighlightsPage,
        AttemptView,
        PageFactsView,
        VersionView,
        ChangeKind,
        ChangedWords,
        Comparison,
        FeedbackKind,
        FeedbackView,
        ListKind,
        ListView,
        ListPage,
        Keeping,
        Gap,
        OfflineReport,
        Completed,
        KeepingRules,
        GoingArticle,
        WhatGoes,
        BackupPlan,
        BackupsView,
        ConnectionView,
        SourceState,
        FeedGives,
        TextSource,
        Remedy,
        SourceAccess,
        SourceView,
        SignInForm,
        SignInKept,
        FollowProblem,
        FollowReport,
        PastOutcomeView,
        PastRefreshView,
        SourcePage,
        FolderView,
        Document,
        ExportedFile,
        FeedCandidate,
        Discovery,
        ImportRow,
        ImportReport,
        RefreshPace,
        LibraryStatus,
        SectionCount,
        PublicationCount,
        SourceStep,
        SourceProgress,
        LibraryEvent,
    );
    file
}
