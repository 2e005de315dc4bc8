//! Words that stand in bylines and name no person.

use crate::words::words;

/// Words of a trade or a desk: a part that holds one names no person, unless nothing else is there.
pub(super) const TRADES: [&str; 54] = [
    "editor",
    "editors",
    "reporter",
    "reporters",
    "correspondent",
    "writer",
    "writers",
    "correspondents",
    "columnist",
    "contributor",
    "journalist",
    "producer",
    "photographer",
    "intern",
    "fellow",
    "analyst",
    "director",
    "manager",
    "founder",
    "ceo",
    "cofounder",
    "specialist",
    "consultant",
    "expert",
    "president",
    "professor",
    "chief",
    "bureau",
    "korrespondent",
    "korrespondentin",
    "redakteur",
    "redakteurin",
    "volontär",
    "volontärin",
    "journaliste",
    "rédacteur",
    "redactor",
    "periodista",
    "head",
    "senior",
    "freelance",
    "strategist",
    "coordinator",
    "officer",
    "owner",
    "coach",
    "nutritionist",
    "dietitian",
    "copywriter",
    "blogger",
    "lead",
    "associate",
    "reportero",
    "team leader",
];

/// Parts that stand near bylines and name nobody.
pub(super) const NOBODY: [&str; 63] = [
    "admin",
    "administrator",
    "updated",
    "published",
    "guest",
    "webmaster",
    "follow",
    "view all posts",
    "jr",
    "sr",
    "phd",
    "md",
    "unknown",
    "none",
    "null",
    "undefined",
    "by",
    "von",
    "par",
    "por",
    "share",
    "about the author",
    "read more",
    "author",
    "authors",
    "autor",
    "autorin",
    "autoren",
    "auteur",
    "twitter",
    "facebook",
    "linkedin",
    "instagram",
    "email",
    "e mail",
    "website",
    "subscribe",
    "follow us",
    "see more",
    "more",
    "profile",
    "bio",
    "contact",
    "comments",
    "comment",
    "kommentare",
    "posted",
    "last updated",
    "edited",
    "written",
    "and",
    "und",
    "see full bio",
    "full bio",
    "search",
    "log in",
    "menu",
    "play",
    "listen",
    "print",
    "save",
    "about",
    "reading time",
];

/// Words that tell that a part is a date, a time or a link.
pub(super) const OTHER: [&str; 66] = [
    "min",
    "mins",
    "minute",
    "minutes",
    "read",
    "ago",
    "updated",
    "published",
    "posted",
    "follow",
    "comments",
    "comment",
    "kommentare",
    "uhr",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "januar",
    "februar",
    "märz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "image",
    "photo",
    "foto",
    "beiträge",
    "posts",
    "artikel",
    "articles",
    "share",
    "reviewed",
    "checked",
    "view",
    "powered",
    "links",
    "inputs",
    "illustration",
    "illustrations",
    "profil",
    "sign",
    "jetzt",
];

/// Whether a name is a desk's, not a person's.
pub(super) fn is_desk(name: &str) -> bool {
    words(name).iter().any(|word| {
        matches!(
            word.as_str(),
            "staff"
                | "redaktion"
                | "team"
                | "desk"
                | "editorial"
                | "redaktionsteam"
                | "newsroom"
                | "agency"
                | "agencies"
                | "redacción"
                | "redacao"
                | "rédaction"
                | "redazione"
                | "redactie"
                | "redaktionen"
                | "press"
                | "news"
                | "media"
                | "online"
                | "magazine"
                | "gmbh"
                | "inc"
                | "ltd"
                | "llc"
                | "association"
                | "group"
                | "editors"
        )
    })
}
