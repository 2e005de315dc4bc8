//! The elements of HTML as this room tells them apart.

use crate::formulas::FORMULA;

/// An element's kind. What no judgement asks for is `Inline` or `Other`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Tag {
    /// A paragraph.
    P,
    /// A heading, 1 to 6.
    Heading(u8),
    /// An item of a list.
    Li,
    /// A list, ordered or not.
    List,
    /// A cell of a table.
    Cell,
    /// A row of a table.
    Row,
    /// A table.
    Table,
    /// A part of a table that holds rows.
    TablePart,
    /// `div`.
    Div,
    /// `section`.
    Section,
    /// `article`.
    Article,
    /// `main`.
    Main,
    /// `aside`.
    Aside,
    /// `nav`.
    Nav,
    /// `header`.
    Header,
    /// `footer`.
    Footer,
    /// `form` and its sets of fields.
    Form,
    /// `figure`.
    Figure,
    /// `figcaption`, and a table's caption.
    Caption,
    /// A quotation set apart.
    Quote,
    /// Text whose line breaks count.
    Pre,
    /// `dl`.
    Terms,
    /// A term, or its description.
    Term,
    /// `address`.
    Address,
    /// `details` and `summary`.
    Details,
    /// Any other element that stands on lines of its own.
    Block,
    /// A link.
    Link,
    /// A line break.
    Break,
    /// Emphasis that stands out: `b`, `strong`.
    Strong,
    /// Emphasis by another hand: `em`, `i`.
    Emphasis,
    /// Any other element inside a line.
    Inline,
    /// A film, a sound, or a frame with something of another site. Nothing in it is text.
    Embed,
    /// The words of a formula.
    Formula,
    /// Never holds text of an article.
    Skipped,
}

impl Tag {
    /// The kind of an element by its name in lower case.
    pub(crate) fn of(name: &str) -> Self {
        match name {
            "p" => Self::P,
            "h1" => Self::Heading(1),
            "h2" => Self::Heading(2),
            "h3" => Self::Heading(3),
            "h4" => Self::Heading(4),
            "h5" => Self::Heading(5),
            "h6" => Self::Heading(6),
            "li" => Self::Li,
            "ul" | "ol" | "menu" | "dir" => Self::List,
            "td" | "th" => Self::Cell,
            "tr" => Self::Row,
            "table" => Self::Table,
            "tbody" | "thead" | "tfoot" => Self::TablePart,
            "div" => Self::Div,
            "section" => Self::Section,
            "article" => Self::Article,
            "main" => Self::Main,
            "aside" => Self::Aside,
            "nav" => Self::Nav,
            "header" => Self::Header,
            "footer" => Self::Footer,
            "form" | "fieldset" => Self::Form,
            "figure" => Self::Figure,
            "figcaption" | "caption" => Self::Caption,
            "blockquote" => Self::Quote,
            "pre" | "listing" | "xmp" | "plaintext" => Self::Pre,
            "dl" => Self::Terms,
            "dt" | "dd" => Self::Term,
            "address" => Self::Address,
            "details" | "summary" => Self::Details,
            "a" => Self::Link,
            "br" => Self::Break,
            "b" | "strong" => Self::Strong,
            "em" | "i" => Self::Emphasis,
            "body" | "html" | "center" | "hr" | "hgroup" | "dialog" | "search" | "legend" => Self::Block,
            "iframe" | "audio" | "video" | "amp-youtube" | "amp-video" | "amp-audio" | "amp-iframe"
            | "lite-youtube" | "youtube-video" => Self::Embed,
            FORMULA => Self::Formula,
            "script" | "style" | "template" | "noscript" | "button" | "input" | "select" | "textarea" | "svg"
            | "canvas" | "object" | "embed" | "head" | "title" | "math" | "map" | "option" | "datalist"
            | "frameset" | "noframes" => Self::Skipped,
            _ => Self::Inline,
        }
    }

    /// Whether the element stands on lines of its own.
    pub(crate) fn is_block(self) -> bool {
        !matches!(
            self,
            Self::Link
                | Self::Break
                | Self::Strong
                | Self::Emphasis
                | Self::Inline
                | Self::Embed
                | Self::Formula
                | Self::Skipped
        )
    }
}
