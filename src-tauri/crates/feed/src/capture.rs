//! What stands inside an element that holds text: as plain text, as HTML, or as written.

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::html_links;
use crate::links::Base;
use crate::plain::{escaped, folded, looks_like_html, push_escaped, text_of, text_of_markup};
use crate::xml::attributes::Attribute;
use crate::xml::entities::Entities;
use crate::xml::references::resolve;

/// What an element's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// HTML, its markup escaped; what RSS always holds.
    Html,
    /// Text without markup.
    Text,
    /// Markup as child elements.
    Xhtml,
    /// Text or HTML in base 64.
    Encoded,
}

/// Elements that have no end tag in HTML.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// The content of an element, gathered piece by piece.
#[derive(Debug, Clone)]
pub(crate) struct Capture<'t> {
    form: Form,
    text: Cow<'t, str>,
    /// Whether child elements were seen; `text` is markup from then on.
    markup: bool,
    /// Whether a CDATA section was: what looks like a tag in there is one.
    section: bool,
}

impl<'t> Capture<'t> {
    pub(crate) fn new(form: Form) -> Self {
        Self { form, text: Cow::Borrowed(""), markup: false, section: false }
    }

    /// Character data, references not resolved.
    pub(crate) fn text(&mut self, raw: &'t str, entities: &Entities) {
        if !self.markup {
            self.push(resolve(raw, Some(entities)));
        } else if raw.contains('<') || !entities.is_empty() && raw.contains('&') {
            push_escaped(self.text.to_mut(), &resolve(raw, Some(entities)));
        } else {
            // References mean the same in HTML.
            self.text.to_mut().push_str(raw);
        }
    }

    /// A CDATA section.
    pub(crate) fn section(&mut self, text: &'t str) {
        self.section = true;
        if self.markup {
            push_escaped(self.text.to_mut(), text);
        } else {
            self.push(Cow::Borrowed(text));
        }
    }

    fn push(&mut self, piece: Cow<'t, str>) {
        if self.text.is_empty() {
            self.text = piece;
        } else if !piece.is_empty() {
            self.text.to_mut().push_str(&piece);
        }
    }

    /// A child element starts.
    ///
    /// `base` is the `xml:base` that holds there, where it is another than around the whole.
    pub(crate) fn open<'a>(
        &mut self,
        name: &str,
        attributes: impl Iterator<Item = &'a Attribute<'t>>,
        base: Option<&Base>,
    ) where
        't: 'a,
    {
        if !self.markup {
            self.markup = true;
            if let Cow::Owned(escaped) = escaped(&self.text) {
                self.text = Cow::Owned(escaped);
            }
        }
        let out = self.text.to_mut();
        out.push('<');
        out.push_str(name);
        for Attribute { name, raw, .. } in attributes {
            let own = name.split_once(':').map_or(*name, |(prefix, _)| prefix);
            if matches!(own, "xmlns" | "xml") {
                continue;
            }
            let quote = if raw.contains('"') { '\'' } else { '"' };
            for piece in [" ", name, "="] {
                out.push_str(piece);
            }
            out.push(quote);
            match base.and_then(|base| html_links::resolved(name, raw, base)) {
                Some(absolute) => out.push_str(&absolute),
                None => out.push_str(raw),
            }
            out.push(quote);
        }
        out.push('>');
    }

    /// Whether an element of this name is empty in HTML, whatever its tags say.
    pub(crate) fn is_void(name: &str) -> bool {
        VOID.iter().any(|void| name.eq_ignore_ascii_case(void))
    }

    pub(crate) fn form(&self) -> Form {
        self.form
    }

    /// The child element ends that was opened under this name.
    pub(crate) fn close(&mut self, name: &str) {
        for piece in ["</", name, ">"] {
            self.text.to_mut().push_str(piece);
        }
    }

    /// As plain text, white space folded; `None` if there is none.
    pub(crate) fn plain(self) -> Option<String> {
        match self.decoded() {
            capture if capture.markup => text_of_markup(&capture.text),
            Capture { form: Form::Text, text, .. } => folded(&text),
            Capture { text, .. } => text_of(&text),
        }
    }

    /// As HTML; `None` if there is none.
    pub(crate) fn html(self) -> Option<Cow<'t, str>> {
        let capture = self.decoded();
        let literal = match capture.form {
            _ if capture.markup => false,
            Form::Html | Form::Encoded => false,
            Form::Xhtml => !capture.section,
            Form::Text => !looks_like_html(&capture.text),
        };
        let text = trimmed(capture.text)?;
        Some(match (literal, text) {
            (true, Cow::Borrowed(text)) => escaped(text),
            (true, Cow::Owned(text)) => match escaped(&text) {
                Cow::Borrowed(_) => Cow::Owned(text),
                Cow::Owned(escaped) => Cow::Owned(escaped),
            },
            (false, text) => text,
        })
    }

    /// As written, for addresses, times and numbers.
    pub(crate) fn literal(self) -> Option<Cow<'t, str>> {
        if self.markup { self.plain().map(Cow::Owned) } else { trimmed(self.text) }
    }

    /// Takes base 64 apart. What does not decode to text stays as written.
    fn decoded(mut self) -> Self {
        if self.form != Form::Encoded || self.markup {
            return self;
        }
        let engine = GeneralPurpose::new(
            &STANDARD,
            GeneralPurposeConfig::new()
                .with_decode_padding_mode(DecodePaddingMode::Indifferent)
                .with_decode_allow_trailing_bits(true),
        );
        let packed: String = self.text.split_whitespace().collect();
        if let Some(text) = engine.decode(packed).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
            self.text = Cow::Owned(text);
        }
        self
    }
}

fn trimmed(text: Cow<'_, str>) -> Option<Cow<'_, str>> {
    match text {
        Cow::Borrowed(text) => Some(Cow::Borrowed(text.trim())),
        Cow::Owned(text) if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) => {
            Some(Cow::Owned(text.trim().to_owned()))
        }
        owned => Some(owned),
    }
    .filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::attributes::attributes;

    fn captured(form: Form, pieces: &[&'static str]) -> Capture<'static> {
        let mut capture = Capture::new(form);
        for piece in pieces {
            capture.text(piece, &Entities::default());
        }
        capture
    }

    #[test]
    fn escaped_markup_and_plain_text() {
        assert_eq!(
            captured(Form::Html, &[" &lt;b&gt;x&lt;/b&gt; ", "&amp;amp; y "]).html().unwrap(),
            "<b>x</b> &amp; y"
        );
        assert_eq!(captured(Form::Html, &["&lt;b&gt;x&lt;/b&gt; &amp;amp; y"]).plain().unwrap(), "x & y");
        assert_eq!(captured(Form::Text, &["1 &lt; 2 &amp; 3"]).html().unwrap(), "1 &lt; 2 &amp; 3");
        assert_eq!(captured(Form::Text, &["Vec&lt;i&gt;"]).plain().unwrap(), "Vec<i>");
        assert_eq!(captured(Form::Xhtml, &["the &lt;b&gt; tag"]).html().unwrap(), "the &lt;b&gt; tag");
        assert_eq!(captured(Form::Encoded, &["PGI+\neDwvYj4="]).html().unwrap(), "<b>x</b>");
        assert_eq!(captured(Form::Encoded, &["iVBORw0KGgo="]).html().unwrap(), "iVBORw0KGgo=");
        assert!(captured(Form::Html, &[" \n "]).html().is_none());
    }

    #[test]
    fn child_elements() {
        let mut capture = captured(Form::Xhtml, &["a &amp; "]);
        let found: Vec<_> = attributes(" href='x' xmlns='y' xml:lang='de'").collect();
        capture.open("a", found.iter(), None);
        capture.text("b &lt;i&gt;", &Entities::default());
        capture.close("a");
        capture.open("br", [].iter(), None);
        assert_eq!(capture.html().unwrap(), "a &amp; <a href=\"x\">b &lt;i&gt;</a><br>");
    }
}
