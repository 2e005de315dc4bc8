//! An article as written: the parts that pages, feeds and the ground truth are all made from.

use crate::pictures::{Format, Picture};

/// One article of one publication.
#[derive(Debug, Clone)]
pub struct Article {
    /// `publication/slug`, for example `courier/ferry-link`.
    pub id: String,
    /// The publication's id.
    pub site: &'static str,
    pub slug: String,
    /// The path of its page on the publication's site.
    pub path: String,
    pub headline: String,
    pub section: String,
    /// The byline as the page prints it.
    pub byline: String,
    /// The people named in the byline.
    pub authors: Vec<String>,
    pub standfirst: String,
    /// A BCP 47 language tag.
    pub language: String,
    /// Unix seconds.
    pub published_at: i64,
    /// Unix seconds; equal to `published_at` while the article was never changed.
    pub modified_at: i64,
    /// The event that it reports; articles with the same event are one story.
    pub event: Option<String>,
    pub layout: Layout,
    pub lead: Option<Figure>,
    pub blocks: Vec<Block>,
    /// How many times it was edited since the start.
    pub revision: u32,
    /// Kept back until it is published while the site runs.
    pub reserve: bool,
}

/// One part of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Paragraph(String),
    SubHeading(String),
    Quotation {
        text: String,
        source: Option<String>,
    },
    List {
        ordered: bool,
        entries: Vec<String>,
    },
    /// The first row is the head.
    Table(Vec<Vec<String>>),
    Figure(Figure),
}

/// An image with caption and credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The file name without width and extension.
    pub name: String,
    pub picture: Picture,
    pub format: Format,
    pub caption: Option<String>,
    pub credit: Option<String>,
    pub alt: String,
    pub form: CaptionForm,
    pub delivery: Delivery,
}

impl Figure {
    /// The path of the rendition `width` pixels wide.
    pub fn path(&self, width: u32) -> String {
        format!("/img/{}-{width}.{}", self.name, self.format.extension())
    }
}

/// The ways publishers write caption and credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaptionForm {
    /// `<figcaption>Caption <span class="credit">Name / Agency</span></figcaption>`
    CreditSpan,
    /// `Caption. (Name/AGENCY)`
    Brackets,
    /// `Caption. Photo: Name`
    PhotoColon,
    /// `Caption. Photograph by Name`
    PhotographBy,
    /// `Caption. © Name`
    Copyright,
    /// `Caption. Credit: Name / Agency`
    CreditColon,
    /// A paragraph after the picture, with no `figure` around them.
    SiblingParagraph,
    /// Only in the JSON-LD `ImageObject`.
    JsonLd,
    /// `data-caption` and `data-credit` on the image.
    DataAttributes,
    /// No caption; the `alt` text alone.
    AltOnly,
    /// `Caption. (Name SURNAME)(Name SURNAME/AGENCY/AGENCY)`
    Doubled,
}

impl CaptionForm {
    /// Every form with the word that content files use for it.
    pub const ALL: [(&'static str, Self); 11] = [
        ("credit-span", Self::CreditSpan),
        ("brackets", Self::Brackets),
        ("photo-colon", Self::PhotoColon),
        ("photograph-by", Self::PhotographBy),
        ("copyright", Self::Copyright),
        ("credit-colon", Self::CreditColon),
        ("sibling", Self::SiblingParagraph),
        ("json-ld", Self::JsonLd),
        ("data-attributes", Self::DataAttributes),
        ("alt-only", Self::AltOnly),
        ("doubled", Self::Doubled),
    ];

    /// The word that content files use for it.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, form)| *form == self).map_or("", |(word, _)| word)
    }
}

/// The ways pages hand out a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Delivery {
    /// An absolute `src`.
    Plain,
    /// A `src` relative to the page.
    Relative,
    /// `srcset` with widths.
    Srcset,
    /// `<picture>` with sources.
    Sources,
    /// `data-src` behind a placeholder.
    Lazy,
    /// `data-srcset` behind a placeholder.
    LazySrcset,
    /// A placeholder, and the picture in `<noscript>`.
    Noscript,
    /// No image in the page at all: `og:image` alone.
    OpenGraph,
}

impl Delivery {
    /// Every delivery with the word that content files use for it.
    pub const ALL: [(&'static str, Self); 8] = [
        ("plain", Self::Plain),
        ("relative", Self::Relative),
        ("srcset", Self::Srcset),
        ("sources", Self::Sources),
        ("lazy", Self::Lazy),
        ("lazy-srcset", Self::LazySrcset),
        ("noscript", Self::Noscript),
        ("open-graph", Self::OpenGraph),
    ];

    /// The word that content files use for it.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, delivery)| *delivery == self).map_or("", |(word, _)| word)
    }
}

/// The markup around an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layout {
    /// `article`, `header`, `figure`, `time`.
    Semantic,
    /// Nested `div`s with telling class names.
    Soup,
    /// Utility classes that tell nothing.
    Utility,
}

impl Layout {
    /// Every layout with the word that content files use for it.
    pub const ALL: [(&'static str, Self); 3] =
        [("semantic", Self::Semantic), ("soup", Self::Soup), ("utility", Self::Utility)];
}
