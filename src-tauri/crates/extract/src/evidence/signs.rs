//! What the names in a page's markup say about an element: that it holds the author, a date, comments and so on.

/// A set of signs, one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Signs(u32);

impl Signs {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const AUTHOR: Self = Self(1);
    pub(crate) const BYLINE: Self = Self(1 << 1);
    pub(crate) const NAME: Self = Self(1 << 2);
    pub(crate) const DATE: Self = Self(1 << 3);
    pub(crate) const PUBLISHED: Self = Self(1 << 4);
    pub(crate) const MODIFIED: Self = Self(1 << 5);
    pub(crate) const HEADLINE: Self = Self(1 << 6);
    pub(crate) const SUB: Self = Self(1 << 7);
    pub(crate) const SECTION: Self = Self(1 << 8);
    pub(crate) const KICKER: Self = Self(1 << 9);
    pub(crate) const CRUMB: Self = Self(1 << 10);
    pub(crate) const NAV: Self = Self(1 << 11);
    pub(crate) const ACTIVE: Self = Self(1 << 12);
    pub(crate) const LOGO: Self = Self(1 << 13);
    pub(crate) const COPYRIGHT: Self = Self(1 << 14);
    pub(crate) const COMMENT: Self = Self(1 << 15);
    pub(crate) const RELATED: Self = Self(1 << 16);
    pub(crate) const FOOTER: Self = Self(1 << 17);
    pub(crate) const ASIDE: Self = Self(1 << 18);
    pub(crate) const HEADER: Self = Self(1 << 19);
    pub(crate) const ARTICLE: Self = Self(1 << 20);
    pub(crate) const MAIN: Self = Self(1 << 21);
    pub(crate) const HIDDEN: Self = Self(1 << 22);
    pub(crate) const FIGURE: Self = Self(1 << 23);
    /// Stated by a vocabulary (microdata, RDFa) rather than by a class.
    pub(crate) const STATED: Self = Self(1 << 24);
    /// The element is a link to the author, `rel=author`.
    pub(crate) const REL: Self = Self(1 << 25);
    pub(crate) const PUBLISHER: Self = Self(1 << 26);
    pub(crate) const BIO: Self = Self(1 << 27);
    pub(crate) const TAGS: Self = Self(1 << 28);
    pub(crate) const META: Self = Self(1 << 29);
    pub(crate) const ENTRY: Self = Self(1 << 30);
    pub(crate) const ROLE: Self = Self(1 << 31);

    /// What stays true for everything inside an element.
    pub(crate) const INHERITED: Self = Self(
        Self::NAV.0
            | Self::COMMENT.0
            | Self::RELATED.0
            | Self::FOOTER.0
            | Self::ASIDE.0
            | Self::HEADER.0
            | Self::ARTICLE.0
            | Self::MAIN.0
            | Self::HIDDEN.0
            | Self::FIGURE.0
            | Self::BIO.0
            | Self::CRUMB.0,
    );

    /// What a wrapper around the whole article is at times called.
    pub(crate) const DOUBTFUL: Self =
        Self(Self::RELATED.0 | Self::COMMENT.0 | Self::BIO.0 | Self::ASIDE.0 | Self::HIDDEN.0 | Self::CRUMB.0);

    /// What makes an element worth remembering.
    pub(crate) const TELLING: Self = Self(
        Self::AUTHOR.0
            | Self::BYLINE.0
            | Self::DATE.0
            | Self::PUBLISHED.0
            | Self::MODIFIED.0
            | Self::HEADLINE.0
            | Self::SECTION.0
            | Self::KICKER.0
            | Self::CRUMB.0
            | Self::ACTIVE.0
            | Self::LOGO.0
            | Self::COPYRIGHT.0
            | Self::PUBLISHER.0
            | Self::META.0
            | Self::REL.0,
    );

    /// Whether any of these signs is set.
    pub(crate) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether all of these signs are set.
    pub(crate) const fn all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(crate) const fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// The signs in a list of names, such as a `class` attribute: split at everything but letters and digits, and where
/// small letters meet capitals.
pub(crate) fn of_names(names: &str) -> Signs {
    let mut signs = Signs::NONE;
    let mut word = String::with_capacity(16);
    let mut lower = false;
    for character in names.chars() {
        if !character.is_alphanumeric() || lower && character.is_uppercase() {
            signs = signs.with(of_word(&word));
            word.clear();
        }
        lower = character.is_lowercase() || character.is_ascii_digit();
        if character.is_ascii_alphanumeric() {
            word.push(character.to_ascii_lowercase());
        } else if character.is_alphanumeric() {
            word.extend(character.to_lowercase());
        }
    }
    signs.with(of_word(&word))
}

fn of_word(word: &str) -> Signs {
    match word {
        "author" | "authors" | "autor" | "autoren" | "autores" | "auteur" | "auteurs" | "autore" | "autori"
        | "forfatter" | "skribent" | "journalist" | "writer" | "writers" | "redacteur" | "verfasser" | "penulis"
        | "yazar" | "contributor" | "contributors" | "creator" | "reporter" | "redakteur" | "signature" | "firma"
        | "editor" | "kirjoittaja" | "byauthor" => Signs::AUTHOR,
        "byline" | "bylines" | "by" | "credits" | "vcard" | "hcard" => Signs::BYLINE,
        "name" | "fn" => Signs::NAME,
        "date" | "dates" | "datum" | "fecha" | "dato" | "tarih" | "tanggal" | "time" | "timestamp" | "datetime"
        | "dateline" | "datestamp" | "day" | "zeit" | "heure" | "hora" => Signs::DATE,
        "published" | "publish" | "pubdate" | "posted" | "publication" | "postdate" | "publishdate" | "pub"
        | "created" | "issued" | "publie" | "erschienen" => Signs::PUBLISHED.with(Signs::DATE),
        "updated" | "modified" | "update" | "lastmod" | "aktualisiert" | "actualizado" | "modif" => {
            Signs::MODIFIED.with(Signs::DATE)
        }
        "headline" | "title" | "titel" | "titre" | "titulo" | "titolo" | "heading" | "hed" | "subject" | "tytul" => {
            Signs::HEADLINE
        }
        "subtitle" | "subheadline" | "sub" | "subhead" | "subheading" | "dek" | "deck" | "standfirst" | "intro"
        | "untertitel" | "soustitre" | "sottotitolo" => Signs::SUB,
        "section" | "category" | "categories" | "cat" | "cats" | "cate" | "rubric" | "rubrik" | "rubrica"
        | "rubrique" | "ressort" | "categoria" | "categorie" | "kategorie" | "kategori" | "seccion" | "sezione"
        | "channel" | "topic" | "topics" | "thema" | "vertical" => Signs::SECTION,
        "kicker" | "eyebrow" | "overline" | "dachzeile" | "spitzmarke" | "surtitle" | "surtitre" | "label"
        | "antetitulo" | "occhiello" | "roofline" | "topline" => Signs::KICKER,
        "breadcrumb" | "breadcrumbs" | "crumb" | "crumbs" | "ariane" | "migas" | "pathway" | "breadcrumblist"
        | "topicpath" | "pankuzu" | "kruimelpad" | "broodkruimel" | "brotkrumen" | "mbx" | "dqwz" | "crumbtrail" => {
            Signs::CRUMB
        }
        "nav" | "navigation" | "menu" | "navbar" | "menubar" | "mainnav" | "topnav" => Signs::NAV,
        "active" | "current" | "selected" => Signs::ACTIVE,
        "logo" | "brand" | "sitename" | "masthead" | "logotype" | "blogname" => Signs::LOGO,
        "copyright" | "colophon" | "legal" | "impressum" | "copy" => Signs::COPYRIGHT,
        "comment" | "comments" | "commentlist" | "respond" | "disqus" | "kommentare" | "kommentar" | "commentaires"
        | "comentarios" | "reply" | "replies" | "discussion" => Signs::COMMENT,
        "related" | "recommended" | "recommendations" | "recirc" | "popular" | "trending" | "mostread" | "latest"
        | "teaser" | "teasers" | "promo" | "sidebar" | "newsletter" | "outbrain" | "taboola" | "sponsored"
        | "relatedposts" | "readnext" | "upnext" | "carousel" | "recent" | "card" | "cards" | "ticker" => {
            Signs::RELATED
        }
        "footer" => Signs::FOOTER,
        "bio" | "biography" | "authorbio" | "authorbox" | "profile" | "aboutauthor" => Signs::BIO,
        "tag" | "tags" | "keywords" | "schlagworte" => Signs::TAGS,
        "meta" | "info" | "infos" | "details" | "postmeta" | "metadata" | "entrymeta" | "submitted" => Signs::META,
        "entry" | "post" | "article" | "story" | "artikel" | "beitrag" | "content" | "main" | "page" => Signs::ENTRY,
        "role" | "job" | "position" | "jobtitle" | "occupation" | "avatar" | "social" | "follow" | "twitter"
        | "email" | "share" => Signs::ROLE,
        _ => of_compound(word),
    }
}

/// Words that were written together.
fn of_compound(word: &str) -> Signs {
    if word.len() < 7 || word.len() > 40 {
        return Signs::NONE;
    }
    let ends = |with: &str| word.ends_with(with) || word.starts_with(with);
    if ends("byline") {
        Signs::BYLINE
    } else if ends("headline") {
        if word.starts_with("sub") { Signs::SUB } else { Signs::HEADLINE }
    } else if ends("author") || ends("autor") {
        if word.ends_with("bio") || word.ends_with("box") { Signs::BIO } else { Signs::AUTHOR }
    } else if word.starts_with("publish") {
        Signs::PUBLISHED.with(Signs::DATE)
    } else if word.ends_with("date") && !word.ends_with("update") || word.ends_with("datum") {
        Signs::DATE
    } else if ends("breadcrumb") {
        Signs::CRUMB
    } else if ends("comment") {
        Signs::COMMENT
    } else if word.ends_with("title") {
        Signs::HEADLINE
    } else {
        Signs::NONE
    }
}

/// The signs of a property of schema.org, Dublin Core and their like, with or without prefix.
pub(crate) fn of_property(property: &str) -> Signs {
    let mut signs = Signs::NONE;
    for name in property.split_whitespace() {
        let name = name.rsplit([':', '/', '#']).next().unwrap_or(name);
        let sign = match name {
            "author" | "creator" => Signs::AUTHOR,
            "name" => Signs::NAME,
            "headline" => Signs::HEADLINE,
            "datePublished" | "dateCreated" | "issued" | "created" => Signs::DATE.with(Signs::PUBLISHED),
            "dateModified" | "modified" => Signs::DATE.with(Signs::MODIFIED),
            "date" => Signs::DATE,
            "articleSection" => Signs::SECTION,
            "publisher" | "copyrightHolder" => Signs::PUBLISHER,
            "breadcrumb" | "itemListElement" => Signs::CRUMB,
            "comment" => Signs::COMMENT,
            "jobTitle" => Signs::ROLE,
            _ => continue,
        };
        signs = signs.with(sign).with(Signs::STATED);
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_words() {
        assert!(of_names("c-byline__author").all(Signs::BYLINE.with(Signs::AUTHOR)));
        assert!(of_names("articleBylineName").all(Signs::BYLINE.with(Signs::NAME)));
        assert!(of_names("subheadline").all(Signs::SUB));
        assert!(of_names("entrydate").all(Signs::DATE));
        assert_eq!(of_names("candidate"), Signs::NONE.with(of_names("candidate")));
        assert!(of_property("schema:datePublished").all(Signs::PUBLISHED.with(Signs::STATED)));
    }
}
