//! What kind of page this is: an article, or something that must not take an article's place.

use broadsheet_model::{PageKind, Verdict};
use serde_json::Value;

use crate::evidence::Evidence;
use crate::words::length_up_to;

/// Words up to which a text may be a gate, an error or a wall, and no article.
const SHORT: usize = 160;

/// Words from which on a text is likely an article's, whatever its page states.
const LONG: usize = 300;

/// Pictures from which on a page may be a gallery, and the words a picture that a text then has at most.
const GALLERY: (usize, usize) = (6, 40);

/// What pages say that are not there, or that a machine stopped.
const ERRORS: [&str; 43] = [
    "404",
    "not found",
    "page not found",
    "does not exist",
    "no longer available",
    "page you requested",
    "page you were looking for",
    "something went wrong",
    "internal server error",
    "service unavailable",
    "bad gateway",
    "temporarily unavailable",
    "access denied",
    "forbidden",
    "just a moment",
    "attention required",
    "checking your browser",
    "verify you are human",
    "are you a robot",
    "unusual traffic",
    "enable javascript",
    "nicht gefunden",
    "existiert nicht",
    "seite wurde nicht",
    "introuvable",
    "page non trouvée",
    "n'existe pas",
    "no encontrada",
    "no existe",
    "não encontrada",
    "non trovata",
    "niet gevonden",
    "не найдена",
    "見つかりません",
    "unavailable due to legal reasons",
    "unavailable for legal reasons",
    "access cannot be granted",
    "access to this page has been denied",
    "make sure your browser supports javascript and cookies",
    "unavailable in your region",
    "not available in your country",
    "request blocked",
    "request could not be satisfied",
];

/// What pages say to browsers that do not run their programs. Where little else stands, the article is not there.
const SCRIPTS: [&str; 12] = [
    "enable javascript",
    "requires javascript",
    "javascript is required",
    "javascript is disabled",
    "turn on javascript",
    "javascript to run this app",
    "javascript aktivieren",
    "activer javascript",
    "activez javascript",
    "habilita javascript",
    "abilita javascript",
    "javascriptを有効",
];

/// What walls say that ask for consent.
const CONSENT: [&str; 26] = [
    "we use cookies",
    "use of cookies",
    "accept all",
    "accept cookies",
    "cookie policy",
    "cookie settings",
    "manage cookies",
    "your privacy",
    "privacy choices",
    "we value your privacy",
    "our partners",
    "consent",
    "legitimate interest",
    "cookies zu",
    "cookies akzeptieren",
    "alle akzeptieren",
    "zustimmen",
    "einwilligung",
    "mit werbung",
    "accepter",
    "consentement",
    "aceptar",
    "aceitar",
    "accetta",
    "akkoord",
    "personal data",
];

/// What they say too, and short news on such things as well: it counts only where a page does not call itself an article.
const PRIVACY: [&str; 25] = [
    "datenschutz",
    "zustimmung",
    "werbetracking",
    "pur-abo",
    "personenbezogene daten",
    "partner verarbeiten",
    "informationen auf ihrem gerät",
    "plaatsen cookies",
    "toestemming",
    "jouw privacy",
    "uw privacy",
    "gepersonaliseerde advertenties",
    "godta alle",
    "godkänn alla",
    "hyväksy kaikki",
    "samtykke",
    "samtycke",
    "zgadzam się",
    "pliki cookie",
    "souhlasím",
    "elfogadom",
    "nos partenaires",
    "vos données",
    "nuestros socios",
    "nostri partner",
];

/// What asks for a login or for money.
const GATES: [&str; 38] = [
    "log in to continue",
    "sign in to continue",
    "subscribe to continue",
    "subscribe to read",
    "already a subscriber",
    "already have an account",
    "to continue reading",
    "keep reading",
    "continue reading with",
    "become a subscriber",
    "become a member",
    "subscribers only",
    "for subscribers",
    "exclusive to subscribers",
    "create a free account",
    "register to read",
    "register for free",
    "start your free trial",
    "unlock this article",
    "you have reached your",
    "free articles",
    "jetzt abonnieren",
    "abonnenten",
    "weiterlesen mit",
    "jetzt weiterlesen",
    "jetzt anmelden",
    "bereits abonnent",
    "réservé aux abonnés",
    "déjà abonné",
    "abonnez-vous",
    "solo para suscriptores",
    "suscríbete",
    "exclusivo para assinantes",
    "assine",
    "riservato agli abbonati",
    "abbonati",
    "alleen voor abonnees",
    "только для подписчиков",
];

/// What is seen of a page when it is judged.
pub(crate) struct Seen<'a> {
    pub(crate) evidence: &'a Evidence,
    pub(crate) headline: Option<&'a str>,
    pub(crate) text: &'a str,
    pub(crate) figures: usize,
    /// Whether the page says that its text is not free.
    pub(crate) is_closed: bool,
}

/// Judges a page.
pub(crate) fn verdict(seen: &Seen<'_>) -> Verdict {
    let words = length_up_to(seen.text, LONG.max(seen.figures * GALLERY.1));
    let types: Vec<&str> = seen.evidence.property("@type").flat_map(type_names).collect();
    let says = |wanted: &[&str]| types.iter().any(|name| wanted.contains(name));
    let is_stated = says(&[
        "NewsArticle",
        "Article",
        "BlogPosting",
        "ReportageNewsArticle",
        "OpinionNewsArticle",
        "AnalysisNewsArticle",
    ]) || seen.evidence.meta(&["og:type"]).is_some_and(|kind| kind.eq_ignore_ascii_case("article"));
    if words <= SHORT
        && let Some(verdict) = stub(seen, words, is_stated)
    {
        return verdict;
    }
    let sure = |kind: PageKind, confidence: u8| Verdict { kind, confidence };
    if is_live(seen.evidence) {
        return sure(PageKind::LiveBlog, 95);
    }
    if seen.figures >= GALLERY.0 && words < seen.figures * GALLERY.1 {
        let stated = has_type(seen.evidence, &["ImageGallery", "MediaGallery"]);
        return sure(PageKind::Gallery, if stated { 95 } else { 70 });
    }
    let is_video = seen.evidence.meta(&["og:type"]).is_some_and(|kind| kind.to_lowercase().starts_with("video"));
    if words <= SHORT && (is_video || has_type(seen.evidence, &["VideoObject"])) && !says(&["NewsArticle"]) {
        return sure(PageKind::Video, if is_video { 90 } else { 65 });
    }
    if is_stated || words > SHORT {
        let confidence = match (is_stated, words) {
            (true, 60..) => 97,
            (true, _) => 75,
            (false, LONG..) => 85,
            (false, _) => 65,
        };
        return sure(PageKind::Article, confidence);
    }
    let is_list = has_type(seen.evidence, &["CollectionPage", "ItemList", "SearchResultsPage"]);
    if words < 60 || is_list {
        return sure(PageKind::Index, if is_list { 80 } else { 50 });
    }
    sure(PageKind::Article, 55)
}

/// A page with little text, where it stands in the place of an article.
fn stub(seen: &Seen<'_>, words: usize, is_stated: bool) -> Option<Verdict> {
    let text = seen.text.to_lowercase();
    let titles = [seen.headline, seen.evidence.title()].into_iter().flatten().map(str::to_lowercase);
    let titles = titles.collect::<Vec<_>>().join("\n");
    let count = |phrases: &[&str], text: &str| phrases.iter().filter(|phrase| text.contains(**phrase)).count();
    let sure = |kind: PageKind, confidence: u8| Some(Verdict { kind, confidence });
    if words < 60 && count(&SCRIPTS, &text) > 0 {
        return sure(PageKind::Error, 85);
    }
    // An article's own headline may speak of errors; then its text goes on.
    let errors = count(&ERRORS, &titles) * 2 + count(&ERRORS, &text);
    if errors >= 2 && !is_stated && words < 120 {
        return sure(PageKind::Error, if errors >= 3 { 95 } else { 80 });
    }
    let consent = count(&CONSENT, &text) + if is_stated { 0 } else { count(&PRIVACY, &text) };
    if consent >= 3 || consent >= 2 && words < 80 {
        return sure(PageKind::Consent, if consent >= 4 { 95 } else { 80 });
    }
    let gates = count(&GATES, &text);
    if gates > 0 && (seen.is_closed || gates >= 2 || words < 60) || seen.is_closed && words < 100 {
        return sure(PageKind::Stub, if seen.is_closed { 95 } else { 75 });
    }
    None
}

/// Whether the page says that it is a live blog.
pub(crate) fn is_live(evidence: &Evidence) -> bool {
    has_type(evidence, &["LiveBlogPosting"])
}

fn has_type(evidence: &Evidence, wanted: &[&str]) -> bool {
    wanted.iter().any(|name| evidence.of_type(name).next().is_some())
}

fn type_names(value: &Value) -> Vec<&str> {
    match value {
        Value::String(name) => vec![name.as_str()],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Whether a short text asks the reader to log in, to pay or to consent.
pub(crate) fn is_gate(text: &str) -> bool {
    if length_up_to(text, SHORT + 1) > SHORT {
        return false;
    }
    let lower = text.to_lowercase();
    let asks_at_once = ["sign in to ", "log in to ", "subscribe to "].iter().any(|start| lower.starts_with(start));
    asks_at_once
        || [
            "enable javascript",
            "we use cookies",
            "accept all cookies",
            "log in to continue",
            "sign in to continue",
            "subscribe to continue",
            "subscribe to read",
            "already a subscriber",
            "to continue reading",
            "checking your browser",
            "verify you are human",
            "access denied",
            "jetzt abonnieren",
            "réservé aux abonnés",
            "solo para suscriptores",
            "cookies zu",
        ]
        .iter()
        .any(|gate| lower.contains(gate))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(head: &str, headline: &str, text: &str, figures: usize) -> PageKind {
        let evidence = Evidence::of_page(&format!("<head>{head}</head><h1>{headline}</h1>"));
        verdict(&Seen {
            evidence: &evidence,
            headline: Some(headline),
            text,
            figures,
            is_closed: head.contains("\"false\""),
        })
        .kind
    }

    #[test]
    fn a_page_that_wants_programs_to_run_is_no_article() {
        let told = "To use the web application, please enable JavaScript. Alternatively, try one of the native apps.";
        let head = "<meta property=og:type content=article>";
        assert_eq!(kind(head, "Brine & Barnacle", told, 0), PageKind::Error);
        let text = format!("{told} {}", "Those who write for the web know it well. ".repeat(20));
        assert_eq!(kind(head, "On programs", &text, 0), PageKind::Article);
    }

    #[test]
    fn walls_of_other_countries_are_known() {
        let wall = "Wir und unsere Partner verarbeiten personenbezogene Daten. Ihre Zustimmung können Sie im Bereich Datenschutz \
                    widerrufen, oder Sie schließen ein Pur-Abo ab.";
        assert_eq!(kind("", "Willkommen", wall, 0), PageKind::Consent);
        let news = "<meta property=og:type content=article>";
        assert_eq!(kind(news, "Neues Gesetz", &wall.replace("Sie", "Leser"), 0), PageKind::Article);
        let wall = "Wij en onze partners plaatsen cookies. Klik op akkoord om toestemming te geven.";
        assert_eq!(kind("", "Jouw privacy", wall, 0), PageKind::Consent);
        let told = "We recognize you are in a country of the EEA and therefore access cannot be granted at this time.";
        assert_eq!(kind("", "451: Unavailable due to legal reasons", told, 0), PageKind::Error);
    }

    #[test]
    fn pages_are_told_apart() {
        let story = "The ferry left Merrow at noon with forty people on board, a dog, and the mail. ".repeat(30);
        let stated = |kind: &str| {
            format!(
                "<script type='application/ld+json'>{{\"@type\":\"{kind}\",\"headline\":\"Ferries\",\"isAccessibleForFree\":\"false\"}}</script>"
            )
        };
        for (head, headline, text, figures, expected) in [
            (stated("NewsArticle"), "Ferries", story.as_str(), 2, PageKind::Article),
            (String::new(), "404: how the error page was born", story.as_str(), 0, PageKind::Article),
            (stated("LiveBlogPosting"), "Ferries, live", story.as_str(), 2, PageKind::LiveBlog),
            (String::new(), "The harbour in pictures", "A year of ferries, in twelve pictures.", 12, PageKind::Gallery),
            (
                "<title>Page not found</title>".into(),
                "404",
                "Sorry, the page you requested does not exist.",
                0,
                PageKind::Error,
            ),
            (
                "<title>Just a moment...</title>".into(),
                "merrow.example",
                "Verify you are human by completing the action below.",
                0,
                PageKind::Error,
            ),
            (
                String::new(),
                "Before you go on",
                "We use cookies and your personal data. Our partners do too. Accept all or manage cookies.",
                0,
                PageKind::Consent,
            ),
            (
                stated("NewsArticle"),
                "Ferries",
                "The ferry left Merrow at noon. Subscribe to continue.",
                0,
                PageKind::Stub,
            ),
            (String::new(), "Ferries", "Please log in to continue reading.", 0, PageKind::Stub),
            (String::new(), "Merrow Dispatch", "Politics Sport Weather", 0, PageKind::Index),
        ] {
            assert_eq!(kind(&head, headline, text, figures), expected, "{headline}");
        }
    }
}
