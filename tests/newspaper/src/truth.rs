//! What a perfect reader would find on each page: the answers that whole-program tests compare with.

use crate::article::{Article, Block, Figure};
use crate::edition::{Edition, figures};
use crate::error::NewspaperError;
use crate::pictures::Format;
use crate::publication::Publication;
use serde::Serialize;

/// The widest rendition of every picture, in pixels.
pub const WIDEST: u32 = 1200;

/// The expected reading of one article.
#[derive(Debug, Clone, Serialize)]
pub struct Truth {
    /// `publication/slug`.
    pub article: String,
    /// The publication's id.
    pub site: &'static str,
    /// The publication's name.
    pub publication: &'static str,
    /// The path of the page.
    pub path: String,
    /// Absolute; empty while no server runs.
    pub url: String,
    /// The headline, as plain text.
    pub headline: String,
    /// The section as the publication calls it.
    pub section: String,
    /// The people named in the byline.
    pub byline: Vec<String>,
    /// The standfirst, as plain text.
    pub standfirst: String,
    /// A BCP 47 language tag.
    pub language: String,
    /// RFC 3339 in UTC.
    pub published_at: String,
    /// RFC 3339 in UTC; the time of publication when nothing changed.
    pub modified_at: String,
    /// The event reported; articles with the same event are one story.
    pub event: Option<String>,
    /// Every figure, the lead first.
    pub figures: Vec<FigureTruth>,
    /// The sub-headings of the body, in order.
    pub sub_headings: Vec<String>,
    /// The paragraphs of the body as plain text, in order, without standfirst and quotations.
    pub paragraphs: Vec<String>,
    /// The block quotations as plain text, without who said them.
    pub quotations: Vec<String>,
    /// How many tables the body has.
    pub tables: usize,
    /// How many lists the body has.
    pub lists: usize,
}

/// The expected reading of one figure.
#[derive(Debug, Clone, Serialize)]
pub struct FigureTruth {
    /// Whether it is the lead figure.
    pub lead: bool,
    /// The path of the widest rendition.
    pub path: String,
    /// The `alt` text.
    pub alt: String,
    /// The caption without its credit.
    pub caption: Option<String>,
    /// The credit, `Name/AGENCY` or as the publisher writes it, once.
    pub credit: Option<String>,
    /// How the page writes caption and credit.
    pub form: &'static str,
    /// How the page hands out the picture.
    pub delivery: &'static str,
    /// A drawing (SVG), which a careful reader shows as a picture and never as what it is.
    pub svg: bool,
}

/// The truth about every article of the edition whose "today" ends at `now` (unix seconds).
pub fn truth(now: i64) -> Result<Vec<Truth>, NewspaperError> {
    Ok(Edition::new(now)?.articles().map(|article| of(article, "")).collect())
}

/// The truth about one article on a site at `base`, for example `http://127.0.0.1:4000`.
pub(crate) fn of(article: &Article, base: &str) -> Truth {
    let text = |wanted: fn(&Block) -> Option<&String>| {
        article.blocks.iter().filter_map(wanted).map(|text| plain(text)).collect()
    };
    let count = |wanted: fn(&Block) -> bool| article.blocks.iter().filter(|block| wanted(block)).count();
    Truth {
        article: article.id.clone(),
        site: article.site,
        publication: Publication::named(article.site).map_or("", |publication| publication.name),
        path: article.path.clone(),
        url: if base.is_empty() { String::new() } else { format!("{base}{}", article.path) },
        headline: article.headline.clone(),
        section: article.section.clone(),
        byline: article.authors.clone(),
        standfirst: article.standfirst.clone(),
        language: article.language.clone(),
        published_at: rfc3339(article.published_at),
        modified_at: rfc3339(article.modified_at),
        event: article.event.clone(),
        figures: figures(article).map(|figure| figure_truth(figure, article)).collect(),
        sub_headings: text(|block| if let Block::SubHeading(text) = block { Some(text) } else { None }),
        paragraphs: text(|block| if let Block::Paragraph(text) = block { Some(text) } else { None }),
        quotations: text(|block| if let Block::Quotation { text, .. } = block { Some(text) } else { None }),
        tables: count(|block| matches!(block, Block::Table(_))),
        lists: count(|block| matches!(block, Block::List { .. })),
    }
}

fn figure_truth(figure: &Figure, article: &Article) -> FigureTruth {
    FigureTruth {
        lead: article.lead.as_ref() == Some(figure),
        path: figure.path(WIDEST),
        alt: figure.alt.clone(),
        caption: figure.caption.clone(),
        credit: figure.credit.as_ref().map(|credit| credit.replace(" / ", "/")),
        form: figure.form.word(),
        delivery: figure.delivery.word(),
        svg: figure.format == Format::Svg,
    }
}

/// Text without the marks for emphasis and links.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once('[') {
        out.push_str(before);
        match link.split_once("](").and_then(|(label, tail)| Some((label, tail.split_once(')')?.1))) {
            Some((label, tail)) => {
                out.push_str(label);
                rest = tail;
            }
            None => {
                out.push('[');
                rest = link;
            }
        }
    }
    out.push_str(rest);
    out.replace('*', "")
}

/// RFC 3339 in UTC; the epoch when the time cannot be written.
pub(crate) fn rfc3339(at: i64) -> String {
    jiff::Timestamp::from_second(at).unwrap_or_default().to_string()
}
