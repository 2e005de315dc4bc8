//! Words that open a line about who wrote an article.

use std::sync::LazyLock;

use crate::judge::quick::QuickMap;

/// Openers in lower case; the longer ones first where one begins with another.
const OPENERS: [&str; 241] = [
    "words and photographs by",
    "words and photos by",
    "words & photos by",
    "words and images by",
    "words and pictures by",
    "text and photos by",
    "story and photos by",
    "photos and text by",
    "interview:",
    "words by",
    "written by",
    "this post was written by",
    "this article was written by",
    "this is a guest post by",
    "guest post by",
    "posted by",
    "story by",
    "reported by",
    "reporting by",
    "article by",
    "published by",
    "analysis by",
    "opinion by",
    "review by",
    "reviewed by",
    "medically reviewed by",
    "created by",
    "contributed by",
    "submitted by",
    "edited by",
    "text by",
    "about the author:",
    "about the author",
    "meet the author",
    "authored by",
    "more about",
    "more from",
    "view all posts by",
    "author:",
    "authors:",
    "author",
    "authors",
    "writer:",
    "contributor:",
    "by:",
    "by",
    "veröffentlicht von",
    "geschrieben von",
    "erstellt von",
    "ein beitrag von",
    "ein artikel von",
    "gastbeitrag von",
    "interview von",
    "text und fotos:",
    "text von",
    "text:",
    "von:",
    "von",
    "vom",
    "redaktion:",
    "autorin/autor",
    "autor/autorin",
    "autor:",
    "autorin:",
    "autoren:",
    "autor",
    "verfasst von",
    "publié par",
    "écrit par",
    "rédigé par",
    "par :",
    "par",
    "auteur :",
    "auteur:",
    "texte :",
    "publicado por",
    "escrito por",
    "por:",
    "por",
    "scritto da",
    "pubblicato da",
    "di",
    "door",
    "geschreven door",
    "skriven av",
    "skrevet av",
    "av",
    "af",
    "автор:",
    "автор",
    "text und foto:",
    "text & foto:",
    "text och foto:",
    "text und bilder:",
    "von unserem redakteur",
    "von unserer redakteurin",
    "von unserem korrespondenten",
    "von unserer korrespondentin",
    "von unserem mitarbeiter",
    "von unserer mitarbeiterin",
    "a cura di",
    "di:",
    "testo di",
    "texte de",
    "propos recueillis par",
    "texto:",
    "texto de",
    "autora:",
    "autores:",
    "skrevet af",
    "tekst:",
    "tekst og foto:",
    "tekst en foto's:",
    "auteurs:",
    "kirjoittaja:",
    "teksti:",
    "teksti ja kuvat:",
    "kirjutas",
    "autorius:",
    "piše:",
    "piše",
    "napisao",
    "napisala",
    "napsal",
    "napsala",
    "opracował:",
    "opracowała:",
    "írta:",
    "írta",
    "szerző:",
    "scris de",
    "autorul:",
    "γράφει ο/η",
    "γράφει ο",
    "γράφει η",
    "γράφει:",
    "του:",
    "της:",
    "yazan:",
    "yazar:",
    "haber:",
    "penulis:",
    "oleh:",
    "oleh",
    "reporter:",
    "mwandishi:",
    "tác giả:",
    "bài:",
    "bài và ảnh:",
    "текст:",
    "текст и фото:",
    "беседовал",
    "беседовала",
    "подготовил",
    "подготовила",
    "авторка:",
    "пише:",
    "аўтар:",
    "بقلم:",
    "بقلم",
    "كتب:",
    "كتبت:",
    "إعداد:",
    "نویسنده:",
    "گزارش:",
    "به قلم",
    "تحریر:",
    "از قلم:",
    "מאת:",
    "מאת",
    "लेखक:",
    "लेखिका:",
    "द्वारा:",
    "रिपोर्ट:",
    "লেখক:",
    "লিখেছেন:",
    "லேகக்:",
    "எழுதியவர்:",
    "โดย",
    "ผู้เขียน:",
    "เรื่อง:",
    "作者：",
    "作者:",
    "作者",
    "撰文：",
    "撰文:",
    "撰稿：",
    "采写：",
    "文｜",
    "文|",
    "文:",
    "文：",
    "取材・文：",
    "執筆：",
    "筆者：",
    "글:",
    "글·사진:",
    "著者：",
    "文／",
    "аутор:",
    "ауторка:",
    "avtor:",
    "avtorica:",
    "avtorji:",
    "autors:",
    "autore:",
    "autrice:",
    "autoři:",
    "كتبت",
    "كتب",
    "كتب -",
    "كتبت -",
    "نویسنده",
    "文・",
    "文＝",
    "文=",
    "取材・文／",
    "取材・文＝",
    "取材/文",
    "取材＝",
    "記者：",
    "記者:",
    "記者",
    "记者：",
    "记者:",
    "记者",
    "本报记者",
    "本報記者",
    "本网记者",
    "文/",
    "글",
    "글·사진",
    "글 ·사진",
    "oprac.",
    "opracowanie:",
    "του",
    "της",
    "imeandikwa na",
    "na mwandishi",
    "ผู้สื่อข่าว",
    "संवाददाता:",
];

/// The same by their first characters.
static BY_INITIAL: LazyLock<QuickMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let mut by_initial: QuickMap<char, Vec<_>> = QuickMap::default();
    for opener in OPENERS {
        by_initial.entry(opener.chars().next().unwrap_or_default()).or_default().push(opener);
    }
    by_initial
});

/// What follows the opener of a line; `None` for a line without one.
pub(super) fn after(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let first = line.chars().next()?.to_lowercase().next()?;
    let mut best: Option<&str> = None;
    for opener in BY_INITIAL.get(&first).into_iter().flatten() {
        let Some(rest) = strip(line, opener) else { continue };
        // A word that merely begins like an opener is none, and the longest opener leaves least.
        let ends = rest.chars().next().is_none_or(|next| !next.is_alphanumeric())
            || opener.ends_with([':', '：', '／', '｜', '|', '・', '＝', '/', '者'])
            || *opener == "โดย";
        if ends && best.is_none_or(|best| rest.len() < best.len()) {
            best = Some(rest);
        }
    }
    best.map(|rest| {
        rest.trim_start_matches([':', '：', '｜', '／', ' ', '\u{a0}', '\u{1f}', '.', '-', '–', '|', '/', '،', '＝'])
    })
}

/// Whether a line opens with words that tell who wrote the text wherever on the page they stand, as no teaser does.
pub(super) fn is_plain(line: &str) -> bool {
    const PLAIN: [&str; 16] = [
        "written by",
        "article by",
        "this post was written by",
        "this article was written by",
        "text:",
        "text by",
        "text von",
        "author",
        "about the author",
        "autor",
        "geschrieben von",
        "verfasst von",
        "ein beitrag von",
        "écrit par",
        "escrito por",
        "von:",
    ];
    let line = line.trim_start();
    PLAIN.iter().any(|opener| strip(line, opener).is_some())
}

/// `text` without a beginning given in lower case.
pub(super) fn strip<'a>(text: &'a str, beginning: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for wanted in beginning.chars() {
        if rest.next()?.to_lowercase().next() != Some(wanted) {
            return None;
        }
    }
    Some(rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opener_is_a_word_of_its_own() {
        assert_eq!(after("By Ana Roth"), Some("Ana Roth"));
        assert_eq!(after("Text: Ida Berg"), Some("Ida Berg"));
        assert_eq!(after("Veröffentlicht von Ida Berg"), Some("Ida Berg"));
        assert_eq!(after("Bylaws of the ferry"), None);
        assert_eq!(after("İ"), None);
        assert_eq!(after("作者：王芳"), Some("王芳"));
        assert_eq!(after("記者林淑芬／台北報導"), Some("林淑芬／台北報導"));
        assert_eq!(after("كتبت ليلى منصور"), Some("ليلى منصور"));
        assert_eq!(after("Τηςελ"), None);
        assert_eq!(after("โดยสมใจ ใจดี"), Some("สมใจ ใจดี"));
    }
}
