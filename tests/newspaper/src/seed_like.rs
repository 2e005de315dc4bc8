//! The one article that has every part of a news page, with the readings that tests expect of it.

/// What a reader should make of the model article.
#[derive(Debug, Clone, Copy)]
pub struct SeedLike {
    /// The publication's id.
    pub site: &'static str,
    /// The publication's name.
    pub publication: &'static str,
    /// The article's id.
    pub article: &'static str,
    /// The path of its page.
    pub path: &'static str,
    /// The section, printed above the headline.
    pub section: &'static str,
    /// The headline, printed twice.
    pub headline: &'static str,
    /// The paragraph before the text.
    pub standfirst: &'static str,
    /// The caption without any credit.
    pub caption: &'static str,
    /// A word that stands in this caption and nowhere else on any of the sites.
    pub caption_word: &'static str,
    /// The credit as the page prints it, doubled.
    pub printed_credit: &'static str,
    /// The credit as a reader should keep it.
    pub credit: &'static str,
    /// The sub-headings of the body, in order.
    pub sub_headings: &'static [&'static str],
    /// Sentences around the text that must not be taken for it.
    pub furniture: &'static [&'static str],
}

/// The model article.
pub fn seed_like() -> SeedLike {
    SeedLike {
        site: "courier",
        publication: "The Brennhaven Courier",
        article: "courier/karsov-veldria-channels",
        path: "/conflict/karsov-veldria-channels",
        section: "Conflict",
        headline: "Veldria and Karsov Reopen Direct Military Line After Port Sallow Talks — Detainee Exchange Agreed, Tarn Valley Unresolved",
        standfirst: "Veldria and Karsov have agreed to restore direct contact between their general staffs after two days of talks in Port Sallow that also saw an exchange of more than 240 detainees. The step comes as the Lake Accord on missile inspections lapsed, raising fears of a new race to arm. Ostrayan premier Halina Dovric called the discussions slow and asked for firmer dates, while mediators warned that much work remains, with the status of the upper Tarn valley the main obstacle.",
        caption: "\"We asked for dates, not for warm words,\" the premier tells reporters in the Almoravine rotunda in Hallin, speaking beside Velmark foreign minister Joran Teck.",
        caption_word: "Almoravine",
        printed_credit: "(Ilja VARNO)(Ilja VARNO/KESTREL/KESTREL)",
        credit: "Ilja VARNO/KESTREL",
        sub_headings: &[
            "What Happened",
            "Context And Reactions",
            "Inspection Treaty And Arms Concerns",
            "Territorial Deadlock",
            "Human Cost And Damage To Supply",
            "What Comes Next",
        ],
        furniture: crate::page::FURNITURE,
    }
}
