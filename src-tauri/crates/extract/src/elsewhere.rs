//! Lines that lead elsewhere: “Read more: …” in many languages.

/// Beginnings of lines that lead elsewhere.
const LEADS: [&str; 138] = [
    "read more",
    "read our full",
    "read the full",
    "see our full",
    "a post shared by",
    "a video posted by",
    "a photo posted by",
    "read also",
    "also read",
    "read next",
    "related",
    "see also",
    "more on this",
    "more:",
    "recommended",
    "don't miss",
    "lire aussi",
    "à lire",
    "a lire",
    "voir aussi",
    "lesen sie auch",
    "lest auch",
    "lies auch",
    "siehe auch",
    "lesen sie mehr",
    "mehr zum thema",
    "mehr dazu",
    "auch interessant",
    "lea también",
    "le puede interesar",
    "lee también",
    "leia também",
    "leia mais",
    "leggi anche",
    "lees ook",
    "läs också",
    "les også",
    "læs også",
    "читайте также",
    "baca juga",
    "czytaj także",
    "czytaj też",
    "read:",
    "watch:",
    "listen:",
    "läs mer",
    "les mer",
    "læs mere",
    "lue myös",
    "lue lisää",
    "lees meer",
    "lire la suite",
    "en savoir plus",
    "leer más",
    "leggi di più",
    "saiba mais",
    "veja também",
    "čtěte také",
    "přečtěte si také",
    "čítajte aj",
    "olvassa el",
    "citește și",
    "pročitajte i",
    "pročitajte još",
    "preberite tudi",
    "прочетете още",
    "прочитајте",
    "читайте також",
    "читать также",
    "διαβάστε επίσης",
    "διαβάστε ακόμη",
    "ilginizi çekebilir",
    "bunlar da ilginizi çekebilir",
    "اقرأ أيضا",
    "اقرأ أيضاً",
    "بیشتر بخوانید",
    "קראו גם",
    "यह भी पढ़ें",
    "ये भी पढ़ें",
    "আরও পড়ুন",
    "xem thêm",
    "อ่านข่าวเพิ่มเติม",
    "関連記事",
    "相关阅读",
    "관련기사",
    "don’t miss",
    "you may also like",
    "you might also like",
    "lesen sie hier",
    "hier lesen",
    "lire également",
    "notre dossier",
    "te puede interesar",
    "te recomendamos",
    "leé también",
    "mira también",
    "lee además",
    "te recomendamos leer",
    "ti potrebbe interessare",
    "potrebbe interessarti",
    "bekijk ook",
    "zobacz także",
    "zobacz też",
    "czytaj więcej",
    "przeczytaj również",
    "przeczytaj też",
    "citeşte şi",
    "citeşte",
    "по теме",
    "прочитајте и",
    "još po temi",
    "още по темата",
    "přečtěte si",
    "čtěte",
    "prečítajte si",
    "prečítajte si tiež",
    "olvasta már",
    "kapcsolódó",
    "ezt is olvassa",
    "дивіться також",
    "simak juga",
    "baca selengkapnya",
    "baca:",
    "basahin",
    "soma pia",
    "اقرأ أيضًا",
    "یہ بھی پڑھیں",
    "לכתבה המלאה",
    "இதையும் படியுங்கள்",
    "อ่านเพิ่มเติม",
    "อ่านข่าวที่เกี่ยวข้อง",
    "【関連記事】",
    "あわせて読みたい",
    "延伸阅读",
    "延伸閱讀",
    "更多新聞",
    "ilgili haber",
    "bonus video",
];

/// What stands alone on a line of its own without being a part of the text: labels of advertisements, and words on rights.
const LABELS: [&str; 139] = [
    "advertisement",
    "advertising",
    "story continues below advertisement",
    "article continues below advertisement",
    "scroll to continue with content",
    "scroll to continue",
    "publicidad",
    "continúa después de la publicidad",
    "publicidade",
    "continua após a publicidade",
    "publicité",
    "pubblicità",
    "riproduzione riservata",
    "werbung",
    "anzeige",
    "advertentie",
    "annons",
    "annonce",
    "annonse",
    "reklame",
    "mainos",
    "reklama",
    "reklam",
    "reclamă",
    "hirdetés",
    "oglas",
    "реклама",
    "оглас",
    "διαφήμιση",
    "iklan",
    "quảng cáo",
    "โฆษณา",
    "विज्ञापन",
    "বিজ্ঞাপন",
    "إعلان",
    "تبلیغات",
    "پروموشن",
    "פרסומת",
    "広告",
    "スポンサーリンク",
    "广告",
    "廣告",
    "광고",
    "sponsored content",
    "article continues after ad",
    "article continues below",
    "story continues below",
    "story continues below this ad",
    "article continues below this ad",
    "continue reading below",
    "scroll down to continue",
    "scroll down to continue reading",
    "artikel wird nach der werbung fortgesetzt",
    "nach der anzeige geht’s weiter",
    "nach der werbung weiterlesen",
    "weiterlesen nach der anzeige",
    "weiter nach der werbung",
    "la suite après cette publicité",
    "la suite après la publicité",
    "l’article continue après la publicité",
    "la suite de cet article après la publicité",
    "sigue leyendo después del anuncio",
    "continúa leyendo después del anuncio",
    "continua a leggere dopo la pubblicità",
    "contenuto sponsorizzato",
    "continua depois da publicidade",
    "continua após o anúncio",
    "tekst gaat door onder de advertentie",
    "tekst loopt door onder de advertentie",
    "lees verder onder de advertentie",
    "artikel gaat verder onder de foto",
    "tekst gaat verder onder de foto",
    "tekst loopt door onder de afbeelding",
    "artikeln fortsätter under annonsen",
    "artikeln fortsätter efter annonsen",
    "artiklen fortsætter under annoncen",
    "artiklen fortsætter efter annoncen",
    "artikkelen fortsetter under annonsen",
    "saken fortsetter under annonsen",
    "saken fortsetter under bildet",
    "artikkeli jatkuu mainoksen jälkeen",
    "juttu jatkuu mainoksen jälkeen",
    "juttu jatkuu kuvan alla",
    "dalsza część artykułu pod materiałem wideo",
    "dalsza część tekstu pod wideo",
    "ciąg dalszy artykułu pod reklamą",
    "článek pokračuje pod reklamou",
    "článok pokračuje pod reklamou",
    "článok pokračuje pod video reklamou",
    "a cikk a hirdetés után folytatódik",
    "nastavak nakon oglasa",
    "tekst se nastavlja ispod oglasa",
    "publicitate",
    "articolul continuă după reclamă",
    "продолжение после рекламы",
    "продовження після реклами",
    "haberin devamı için tıklayın",
    "scroll ke bawah untuk melanjutkan membaca",
    "اقرأ المزيد بعد الإعلان",
    "המשך הכתבה לאחר הפרסומת",
    "記事は広告の後に続きます",
    "請繼續往下閱讀",
    "文章未完，請繼續閱讀",
    "انتهای پیام",
    "related links",
    "related articles",
    "related stories",
    "related posts",
    "related content",
    "recommended articles",
    "table of contents",
    "ähnliche artikel",
    "ähnliche beiträge",
    "verwandte artikel",
    "weitere artikel",
    "inhaltsverzeichnis",
    "empfohlener redaktioneller inhalt",
    "empfohlener externer inhalt",
    "articles liés",
    "articles similaires",
    "sur le même sujet",
    "artículos relacionados",
    "noticias relacionadas",
    "articoli correlati",
    "notícias relacionadas",
    "artigos relacionados",
    "gerelateerde artikelen",
    "powiązane artykuły",
    "související články",
    "súvisiace články",
    "похожие статьи",
    "статьи по теме",
    "материалы по теме",
    "ilgili haberler",
    "目次",
    "相关文章",
    "関連リンク",
    "view deal",
    "jump to details",
];

/// Beginnings of short lines that ask to follow or to subscribe, or tell who edited a page and who may copy it.
const CALLS: [&str; 76] = [
    "sign up for our newsletter",
    "sign up to our newsletter",
    "subscribe to our newsletter",
    "download our app",
    "like what you’re reading?",
    "like what you're reading?",
    "by providing an email address",
    "this post may contain affiliate links",
    "folgen sie uns auf",
    "abonnieren sie unseren newsletter",
    "inscrivez-vous à notre newsletter",
    "abonnez-vous à notre newsletter",
    "suivez-nous sur",
    "suscríbete a nuestro boletín",
    "suscríbete a nuestra newsletter",
    "únete a nuestro canal",
    "síguenos en",
    "iscriviti alla nostra newsletter",
    "iscriviti alla newsletter",
    "seguici su",
    "siga-nos no",
    "receba as notícias pelo whatsapp",
    "подписывайтесь на наш telegram",
    "підписуйтесь на наш telegram",
    "bizi google haberler",
    "kövessen minket facebookon",
    "cek berita dan artikel yang lain di google news",
    "mời quý độc giả theo dõi",
    "تابعونا على أخبار جوجل",
    "हमारे व्हाट्सएप चैनल से जुड़ें",
    "※記事・写真の無断転載",
    "저작권자",
    "责任编辑",
    "責任編輯",
    "返回搜狐",
    "版权声明：",
    "加入line好友",
    "编辑：",
    "編輯：",
    "like what you read?",
    "this post contains affiliate links",
    "this article contains affiliate links",
    "this page contains affiliate links",
    "when you buy through links on our site",
    "if you buy through links on our site",
    "as an amazon associate",
    "we independently review everything we recommend",
    "all products are independently selected",
    "dieser beitrag enthält werbelinks",
    "dieser beitrag enthält affiliate",
    "dieser artikel enthält affiliate",
    "als amazon-partner verdiene",
    "cet article contient des liens affiliés",
    "este artículo contiene enlaces de afiliados",
    "mit ihrer zustimmung wird hier ein externe",
    "an dieser stelle finden sie einen externen inhalt",
    "an dieser stelle befindet sich ein externer inhalt",
    "ich bin damit einverstanden, dass mir externe inhalte",
    "einverstanden? dann klicken sie",
    "im nächsten praxistipp",
    "spendier mir einen kaffee",
    "buy me a coffee",
    "view this email in your browser",
    "you can update your preferences",
    "want to change how you receive these emails",
    "you are receiving this email because",
    "our mailing address is",
    "veja os vídeos mais assistidos",
    "this entry was posted on",
    "this entry was posted in",
    "нашли опечатку",
    "нашли ошибку",
    "заметили ошибку",
    "знайшли помилку",
    "原标题：",
    "原標題：",
];

/// Bytes of the longest such line.
const MOST_CALL: usize = 260;

/// A text in small letters; a large dotted I of Turkish becomes a plain one.
fn lowered(text: &str) -> String {
    let lower = text.to_lowercase();
    if lower.contains('\u{307}') { lower.replace('\u{307}', "") } else { lower }
}

/// Whether a text begins with words and goes on with another one.
fn begins(text: &str, words: &str) -> bool {
    let goes_on = |rest: &str| words.ends_with(char::is_lowercase) && rest.starts_with(char::is_alphanumeric);
    text.strip_prefix(words).is_some_and(|rest| !goes_on(rest))
}

/// Whether a line asks the reader to follow or to subscribe, or says who holds the rights, and nothing of the article.
pub(crate) fn is_call(text: &str) -> bool {
    if text.len() > MOST_CALL {
        return false;
    }
    let lower = lowered(text.trim_start());
    let bare = lower.trim_start_matches(['(', '（', '<', '[', '▶', ' ']);
    let is_rights = (bare.starts_with("copyright") || bare.starts_with(['©', 'ⓒ']))
        && ["rights reserved", "무단", "without permission"].iter().any(|words| lower.contains(words));
    let is_channel =
        text.len() <= 140 && !text.trim_end().ends_with(['.', '!', '?', '”', '"']) && lower.contains("google news");
    is_rights || is_channel || CALLS.iter().any(|call| begins(bare, call))
}

/// Whether a line is a label of an advertisement or of what leads elsewhere, and nothing else.
pub(crate) fn is_label(text: &str) -> bool {
    // The longest of them; most lines are longer.
    if text.len() > 120 {
        return false;
    }
    let lower = lowered(text);
    let bare = lower.trim_matches(|next: char| !next.is_alphanumeric() && !is_combining(next));
    LABELS.contains(&bare) || LEADS.iter().any(|lead| lead.trim_end_matches(':') == bare && lead.contains(' '))
}

/// Whether a character is one of the signs that Indian and Thai letters carry behind them.
fn is_combining(character: char) -> bool {
    matches!(character, '\u{900}'..='\u{dff}' | '\u{e31}'..='\u{e4e}')
}

/// Whether a text begins with words that lead elsewhere: “Read more: …”.
pub(crate) fn leads_elsewhere(text: &str) -> bool {
    let lower = lowered(text);
    let is_lead = |text: &str| {
        LEADS.iter().any(|lead| text.strip_prefix(lead).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
    };
    is_lead(&lower) || is_lead(lower.trim_start_matches(|next: char| !next.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_leads_elsewhere_by_its_first_words() {
        for (text, expected) in [
            ("Read more: the ferry is back", true),
            ("Lest auch, warum die Fähre wieder fährt", true),
            ("Related", true),
            ("Relatedly, the ferry is back", false),
            ("The ferry is back; read more", false),
            ("Läs mer: färjan är tillbaka", true),
            ("यह भी पढ़ें: नाव लौट आई", true),
            ("Read: The ferry is back", true),
            ("– Leggi anche: il traghetto è tornato", true),
            ("İLGİLİ HABER", true),
        ] {
            assert_eq!(leads_elsewhere(text), expected, "{text}");
        }
    }

    #[test]
    fn calls_are_no_text() {
        for text in [
            "Folgen Sie uns auf Instagram",
            "Copyright 2025 The Courier. All rights reserved.",
            "（责任编辑：张敏）",
            "저작권자 © 하늘일보 무단전재 및 재배포 금지",
            "Baca berita lainnya di Google News",
            "As an Amazon Associate we earn from what you buy.",
            "Dieser Beitrag enthält Werbelinks.",
            "Нашли опечатку? Выделите её и нажмите Ctrl+Enter",
        ] {
            assert!(is_call(text), "{text}");
        }
        for text in [
            "Copyright was the word of the evening.",
            "Download our apples, he said.",
            "Google News has changed its mind.",
            "Write to us @ home or at work, but do write.",
            "编辑部的故事",
        ] {
            assert!(!is_call(text), "{text}");
        }
    }

    #[test]
    fn labels_stand_alone() {
        for text in ["Advertisement", "— PUBLICIDAD —", "विज्ञापन", "LEGGI ANCHE", "© RIPRODUZIONE RISERVATA", "広告"]
        {
            assert!(is_label(text), "{text}");
        }
        for text in ["Related", "Advertisement was his trade.", "Oglas v časopisu"] {
            assert!(!is_label(text), "{text}");
        }
    }
}
