//! Names that stand where sections do and are none.

use crate::words::words;

/// Lines about the article that stand where sections do: who wrote it, and when.
pub(super) fn is_line(name: &str) -> bool {
    let words = words(name);
    let day = words.iter().any(|word| word.len() <= 2 && word.chars().all(|next| next.is_ascii_digit()));
    day && words.len() > 1
        || words.first().is_some_and(|first| {
            matches!(
                first.as_str(),
                "by" | "von" | "par" | "por" | "veröffentlicht" | "posted" | "published" | "updated"
            )
        })
        || words.iter().any(|word| {
            matches!(
                word.as_str(),
                "cookie" | "cookies" | "login" | "newsletter" | "comments" | "kommentare" | "datenschutz" | "privacy"
            )
        })
}

pub(super) fn is_word(segment: &str) -> bool {
    (3..=24).contains(&segment.len())
        && segment.chars().all(|next| next.is_ascii_alphabetic() || matches!(next, '-' | '_'))
        && segment.matches(['-', '_']).count() < 3
}

/// Names of the front page, and of places where every article stands.
pub(super) fn is_front(key: &str) -> bool {
    matches!(
        key,
        "home"
            | "homepage"
            | "start"
            | "startseite"
            | "accueil"
            | "inicio"
            | "article"
            | "articles"
            | "artikel"
            | "artikler"
            | "articulo"
            | "articolo"
            | "artykul"
            | "clanek"
            | "clanok"
            | "cikk"
            | "makale"
            | "statya"
            | "story"
            | "stories"
            | "archive"
            | "archives"
            | "abs"
            | "permalink"
            | "about"
            | "uncategorized"
            | "en"
            | "de"
            | "fr"
            | "es"
            | "portada"
            | "hem"
            | "forside"
            | "etusivu"
            | "главная"
            | "ホーム"
            | "홈"
            | "index"
            | "content"
            | "node"
            | "html"
            | "www"
            | "post"
            | "posts"
            | "detail"
            | "more"
            | "menu"
            | "share"
            | "homestartseite"
            | "aktuelleseite"
            | "siesindhier"
            | "youarehere"
            | "item"
            | "amp"
            | "html5"
            | "page"
            | "pages"
            | "view"
            | "read"
            | "undefined"
            | "null"
            | "nav"
            | "service"
            | "standard"
            | "weiter"
            | "next"
            | "close"
            | "schlagworte"
            | "schlagwörter"
            | "tags"
            | "themen"
            | "topics"
            | "kategorie"
            | "kategorien"
            | "category"
            | "categories"
            | "support"
            | "contact"
            | "contactus"
            | "search"
            | "login"
            | "signin"
            | "subscribe"
            | "filedunder"
            | "frontpage"
            | "currentpage"
            | "sitemap"
            | "readmore"
            | "viewmore"
            | "site"
            | "首页"
            | "首頁"
    )
}
