//! The sections of the paper.

use serde::{Deserialize, Serialize};

/// The top level of IPTC Media Topics (2024 release) under short names, and `General` for what maps to none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Conflict, war and peace (16000000).
    Conflict,
    /// Politics and government (11000000).
    Politics,
    /// Economy, business and finance (04000000).
    Business,
    /// Science and technology (13000000).
    Science,
    /// Environment (06000000).
    Environment,
    /// Health (07000000).
    Health,
    /// Society (14000000).
    Society,
    /// Crime, law and justice (02000000).
    Crime,
    /// Disaster, accident and emergency incident (03000000).
    Disaster,
    /// Education (05000000).
    Education,
    /// Labour (09000000).
    Labour,
    /// Religion (12000000).
    Religion,
    /// Arts, culture, entertainment and media (01000000).
    Culture,
    /// Sport (15000000).
    Sport,
    /// Lifestyle and leisure (10000000).
    Lifestyle,
    /// Human interest (08000000).
    People,
    /// Weather (17000000).
    Weather,
    /// Anything that maps to no topic.
    General,
}

impl Section {
    /// Every section, in the order in which the front page shows them.
    pub const ALL: [Self; 18] = [
        Self::Conflict,
        Self::Politics,
        Self::Business,
        Self::Science,
        Self::Environment,
        Self::Health,
        Self::Society,
        Self::Crime,
        Self::Disaster,
        Self::Education,
        Self::Labour,
        Self::Religion,
        Self::Culture,
        Self::Sport,
        Self::Lifestyle,
        Self::People,
        Self::Weather,
        Self::General,
    ];

    /// The word by which files, the command line and addresses name the section.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Politics => "politics",
            Self::Business => "business",
            Self::Science => "science",
            Self::Environment => "environment",
            Self::Health => "health",
            Self::Society => "society",
            Self::Crime => "crime",
            Self::Disaster => "disaster",
            Self::Education => "education",
            Self::Labour => "labour",
            Self::Religion => "religion",
            Self::Culture => "culture",
            Self::Sport => "sport",
            Self::Lifestyle => "lifestyle",
            Self::People => "people",
            Self::Weather => "weather",
            Self::General => "general",
        }
    }

    /// The name that stands above a headline.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Conflict => "Conflict",
            Self::Politics => "Politics",
            Self::Business => "Business",
            Self::Science => "Science & Tech",
            Self::Environment => "Environment",
            Self::Health => "Health",
            Self::Society => "Society",
            Self::Crime => "Crime & Justice",
            Self::Disaster => "Disaster",
            Self::Education => "Education",
            Self::Labour => "Work",
            Self::Religion => "Religion",
            Self::Culture => "Culture",
            Self::Sport => "Sport",
            Self::Lifestyle => "Life",
            Self::People => "People",
            Self::Weather => "Weather",
            Self::General => "News",
        }
    }

    /// The section that [`Section::key`] names.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_back_to_their_section_and_are_what_serde_writes() {
        for section in Section::ALL {
            assert_eq!(Section::from_key(section.key()), Some(section));
            assert_eq!(serde_json::to_string(&section).unwrap(), format!("\"{}\"", section.key()));
        }
        assert_eq!(Section::from_key("Sport"), None);
    }
}
