//! A publication's own section to the section of the paper.

use broadsheet_model::Section;

/// Words by which publications name their sections, in several languages, lower case. The first match in a name wins.
const WORDS: &[(Section, &[&str])] = &[
    (
        Section::Conflict,
        &[
            "conflict",
            "war",
            "wars",
            "conflicts",
            "defence",
            "defense",
            "military",
            "security",
            "krieg",
            "konflikte",
            "guerre",
            "guerra",
            "conflicto",
        ],
    ),
    (Section::Weather, &["weather", "forecast", "wetter", "météo", "meteo", "tiempo"]),
    (Section::Disaster, &["disaster", "disasters", "accidents", "emergency", "katastrophen", "unglücke"]),
    (
        Section::Crime,
        &[
            "crime",
            "courts",
            "court",
            "justice",
            "law",
            "police",
            "kriminalität",
            "recht",
            "justiz",
            "faits-divers",
            "sucesos",
            "tribunales",
        ],
    ),
    (
        Section::Education,
        &[
            "education",
            "schools",
            "school",
            "universities",
            "university",
            "bildung",
            "schule",
            "éducation",
            "educación",
            "educação",
        ],
    ),
    (
        Section::Labour,
        &["labour", "labor", "work", "jobs", "careers", "unions", "arbeit", "karriere", "emploi", "empleo"],
    ),
    (Section::Religion, &["religion", "faith", "church", "belief", "kirche", "religión", "religião"]),
    (
        Section::Environment,
        &[
            "environment",
            "climate",
            "nature",
            "wildlife",
            "energy",
            "umwelt",
            "klima",
            "natur",
            "environnement",
            "climat",
            "planète",
            "medio-ambiente",
            "clima",
        ],
    ),
    (
        Section::Health,
        &["health", "medicine", "wellbeing", "gesundheit", "medizin", "santé", "salud", "saúde", "salute"],
    ),
    (
        Section::Science,
        &[
            "science",
            "sciences",
            "tech",
            "technology",
            "technologies",
            "computing",
            "space",
            "digital",
            "internet",
            "wissenschaft",
            "wissen",
            "technik",
            "netzwelt",
            "technologie",
            "ciencia",
            "tecnología",
            "tecnologia",
            "ciência",
            "scienza",
            "科学",
            "テクノロジー",
            "科技",
        ],
    ),
    (
        Section::Sport,
        &[
            "sport",
            "sports",
            "football",
            "soccer",
            "cricket",
            "tennis",
            "rugby",
            "basketball",
            "baseball",
            "olympics",
            "fußball",
            "fussball",
            "fútbol",
            "deportes",
            "deporte",
            "esporte",
            "calcio",
            "スポーツ",
            "体育",
            "رياضة",
        ],
    ),
    (
        Section::Business,
        &[
            "business",
            "economy",
            "economics",
            "finance",
            "markets",
            "market",
            "money",
            "companies",
            "wirtschaft",
            "finanzen",
            "börse",
            "économie",
            "economie",
            "entreprises",
            "economía",
            "economia",
            "negocios",
            "経済",
            "财经",
            "اقتصاد",
        ],
    ),
    (
        Section::Culture,
        &[
            "culture",
            "arts",
            "art",
            "books",
            "music",
            "film",
            "films",
            "movies",
            "theatre",
            "theater",
            "television",
            "tv",
            "media",
            "entertainment",
            "stage",
            "games",
            "kultur",
            "feuilleton",
            "medien",
            "livres",
            "cinéma",
            "cultura",
            "entretenimiento",
            "espectáculos",
            "文化",
            "エンタメ",
            "ثقافة",
        ],
    ),
    (
        Section::Lifestyle,
        &[
            "lifestyle",
            "life",
            "food",
            "travel",
            "fashion",
            "style",
            "home",
            "gardening",
            "leisure",
            "leben",
            "reise",
            "essen",
            "mode",
            "voyage",
            "cuisine",
            "estilo",
            "viajes",
            "motoring",
            "cars",
        ],
    ),
    (Section::People, &["people", "celebrity", "celebrities", "royals", "panorama", "gens", "gente"]),
    (
        Section::Society,
        &[
            "society",
            "community",
            "family",
            "gesellschaft",
            "société",
            "sociedad",
            "sociedade",
            "società",
            "社会",
            "مجتمع",
        ],
    ),
    (
        Section::Politics,
        &[
            "politics",
            "political",
            "government",
            "parliament",
            "elections",
            "election",
            "policy",
            "politik",
            "politique",
            "política",
            "politica",
            "政治",
            "سياسة",
        ],
    ),
];

/// Maps a publication's own section, such as “World / Europe” or “Wirtschaft”, to the paper's; `General` where nothing
/// fits. Of several names the first that fits wins.
#[must_use]
pub fn section_of(names: &[&str]) -> Section {
    names.iter().copied().find_map(of_name).unwrap_or(Section::General)
}

fn of_name(name: &str) -> Option<Section> {
    let lower = name.to_lowercase();
    let words: Vec<&str> =
        lower.split(|character: char| !character.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let whole = lower.trim();
    WORDS
        .iter()
        .filter_map(|(section, known)| {
            let place = words.iter().position(|word| known.contains(word));
            let place = place.or_else(|| known.contains(&whole).then_some(0));
            place.map(|place| (place, *section))
        })
        .min_by_key(|(place, _)| *place)
        .map(|(_, section)| section)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn publications_name_sections_in_many_ways() {
        for (name, section) in [
            ("Conflict", Section::Conflict),
            ("Science & Tech", Section::Science),
            ("Wirtschaft", Section::Business),
            ("SPORT", Section::Sport),
            ("World/Politics", Section::Politics),
            ("Arts and Books", Section::Culture),
            ("経済", Section::Business),
            ("Climate crisis", Section::Environment),
            ("Health", Section::Health),
            ("Local", Section::General),
            ("", Section::General),
            ("Supports", Section::General),
        ] {
            assert_eq!(section_of(&[name]), section, "{name}");
        }
        assert_eq!(section_of(&["Latest", "Tennis"]), Section::Sport);
    }
}
