//! Today's paper: every article of every publication, as it stands at this moment.
//!
//! [`Edition::new`] reads the embedded content; [`Edition::edit`] and [`Edition::publish`] change it while the site runs.

use crate::article::{Article, Block};
use crate::content::{Source, parse};
use crate::error::NewspaperError;
use crate::publication::{Choice, Feed, PUBLICATIONS, Publication};

macro_rules! source {
    ($site:literal, $file:literal) => {
        Source { file: $file, site: $site, text: include_str!(concat!("../content/", $file)) }
    };
}

/// The content files, in the order in which ages are given out.
const SOURCES: &[Source] = &[
    source!("courier", "courier-conflict.txt"),
    source!("courier", "courier-politics.txt"),
    source!("courier", "courier-business.txt"),
    source!("courier", "courier-science.txt"),
    source!("courier", "courier-health.txt"),
    source!("courier", "courier-culture.txt"),
    source!("courier", "courier-sport.txt"),
    source!("courier", "courier-environment.txt"),
    source!("orrery", "orrery.txt"),
    source!("touchline", "touchline.txt"),
    source!("dispatch", "dispatch.txt"),
    source!("overland", "overland.txt"),
    source!("trapdoor", "trapdoor.txt"),
    source!("courier", "reserve.txt"),
];

/// What an edit changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// One more paragraph at the end.
    Paragraph,
    /// Another headline.
    Headline,
    /// The first paragraph is rewritten and a correction added.
    Correction,
    /// The text shrinks to one paragraph that asks to subscribe.
    Paywall,
}

impl Edit {
    /// The edit of that name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "paragraph" => Self::Paragraph,
            "headline" => Self::Headline,
            "correction" => Self::Correction,
            "paywall" => Self::Paywall,
            _ => return None,
        })
    }
}

/// All articles, in the order of the content files.
#[derive(Debug, Clone)]
pub struct Edition {
    articles: Vec<Article>,
    now: i64,
    published: u32,
}

impl Edition {
    /// The edition whose "today" ends at `now`, in unix seconds.
    pub fn new(now: i64) -> Result<Self, NewspaperError> {
        let mut articles = Vec::new();
        for source in SOURCES {
            let read = parse(source, articles.len(), now)?;
            articles.extend(read);
        }
        Ok(Self { articles, now, published: 0 })
    }

    /// Every article that readers can see.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.articles.iter().filter(|article| !article.reserve)
    }

    /// One publication's articles, newest first.
    pub fn of_site(&self, site: &str) -> Vec<&Article> {
        let mut found: Vec<_> = self.articles().filter(|article| article.site == site).collect();
        found.sort_by(|a, b| b.published_at.cmp(&a.published_at).then_with(|| a.id.cmp(&b.id)));
        found
    }

    /// What one feed lists, newest first.
    pub fn of_feed(&self, publication: &Publication, feed: &Feed) -> Vec<&Article> {
        let mut found = self.of_site(publication.id);
        found.retain(|article| match feed.choice {
            Choice::All => true,
            Choice::Section(section) => article.section == section,
            Choice::Language(language) => article.language == language,
        });
        found
    }

    /// The article at a path of a publication.
    pub fn at_path(&self, site: &str, path: &str) -> Option<&Article> {
        self.articles().find(|article| article.site == site && article.path == path)
    }

    /// The figure of that name, on any page, with the article that shows it.
    pub fn figure(&self, name: &str) -> Option<&crate::article::Figure> {
        self.articles.iter().flat_map(figures).find(|figure| figure.name == name)
    }

    /// Changes an article, given by id or path, and gives back its id.
    pub fn edit(&mut self, article: &str, edit: Edit) -> Result<String, NewspaperError> {
        let found = self.articles.iter_mut().find(|candidate| candidate.id == article || candidate.path == article);
        let article = found.ok_or_else(|| NewspaperError::UnknownArticle(article.to_owned()))?;
        article.revision += 1;
        article.modified_at = article.modified_at.max(self.now) + 60;
        let revision = article.revision;
        match edit {
            Edit::Paragraph => article.blocks.push(Block::Paragraph(format!(
                "Update {revision}: officials confirmed the figures late in the day and promised a fuller account by the weekend."
            ))),
            Edit::Headline => article.headline = format!("{} (update {revision})", article.headline),
            Edit::Correction => {
                if let Some(Block::Paragraph(text)) = article.blocks.iter_mut().find(|block| matches!(block, Block::Paragraph(_))) {
                    *text = format!("According to a revised account, {text}");
                }
                article.blocks.push(Block::Paragraph(format!(
                    "Correction {revision}: an earlier text of this article gave the opening figures before they had been checked."
                )));
            }
            Edit::Paywall => {
                article.blocks.truncate(1);
                article.blocks.push(Block::Paragraph("Subscribe to go on reading. Already a subscriber? Sign in.".to_owned()));
            }
        }
        Ok(article.id.clone())
    }

    /// Releases reserve articles, then short bulletins, and gives back their ids.
    pub fn publish(&mut self, count: usize) -> Vec<String> {
        (0..count).map(|_| self.publish_one()).collect()
    }

    fn publish_one(&mut self) -> String {
        self.published += 1;
        let published_at = self.now + i64::from(self.published);
        if let Some(article) = self.articles.iter_mut().find(|article| article.reserve) {
            article.reserve = false;
            (article.published_at, article.modified_at) = (published_at, published_at);
            return article.id.clone();
        }
        let number = self.published;
        let listed: Vec<_> = PUBLICATIONS.iter().filter(|publication| publication.listed).collect();
        let publication = listed.get(number as usize % listed.len()).copied().unwrap_or(&PUBLICATIONS[0]);
        let model =
            self.of_site(publication.id).into_iter().find(|article| article.language.starts_with("en")).cloned();
        let Some(mut article) = model else { return String::new() };
        article.slug = format!("bulletin-{number}");
        article.id = format!("{}/{}", publication.id, article.slug);
        article.path = publication.path_for(&article.section, &article.language, &article.slug);
        article.headline = format!(
            "Bulletin {number}: {}",
            BULLETINS.get(number as usize % BULLETINS.len()).copied().unwrap_or_default()
        );
        article.standfirst =
            format!("The night desk's notice number {number}, with more to follow in the morning edition.");
        article.event = None;
        article.lead = None;
        article.blocks = (1..=3).map(|part| Block::Paragraph(format!(
            "Notice {number}, part {part}: the desk in Brennhaven is following this report and will add to it as witnesses, offices and crews on the spot answer its questions."
        ))).collect();
        (article.published_at, article.modified_at, article.revision) = (published_at, published_at, 0);
        let id = article.id.clone();
        self.articles.push(article);
        id
    }
}

const BULLETINS: &[&str] = &[
    "night ferries run late after fog in the sound",
    "council sits past midnight on the harbour budget",
    "two lines close for track work until Monday",
    "reservoir level rises for the ninth day running",
];

/// Every figure of an article, the lead first.
pub fn figures(article: &Article) -> impl Iterator<Item = &crate::article::Figure> {
    article.lead.iter().chain(article.blocks.iter().filter_map(|block| match block {
        Block::Figure(figure) => Some(figure),
        _ => None,
    }))
}
