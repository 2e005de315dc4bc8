//! Whether words beside a date are somebody's name, where nothing says so: two words that begin large may as well be a label.

use std::sync::LazyLock;

use crate::judge::quick::QuickSet;

/// Words of labels, of places and of running text that no name has.
const NO_NAMES: &str = "
    a aan about above access account activities actualidad actualité actualités actueel add advertisement africa
    agencia agency agenda ai air aktuelle aktueller aktuelles al algemeen all alla alle allgemein als am american an
    analysis and announcement announcements análisis ao aos approfondimenti archive archives article articles articoli
    artificial artikel arts artículo artículos as asia at attualità atualidade au auf aus ausgabe aussendung auto aux
    avec awards ayuda año años back banking beauty bei beitrag beiträge bericht berichte bezirk bien big bild bilder
    binnenland blog blogs board book books brasil breaking briefing britain brothers brèves buitenland business buy by
    calendar campaign canada career careers ce center central cette change chat che chez china ci cidade cidades
    ciencia cities city ciudad click climate club code column columns com comentarios comment commentaire commentaires
    commentary commenti comments communiqué communiqués community como company comunicado comunicados comunicação con
    conflict conseils contact contenido content cookie cookies cosa council country court courts covid crime cronaca
    cronache cuisine cultura culture cup customer cómo da daily dal dalla dans das data datum de deals december
    default defense degli dei deinen del della delle dem den deportes der des design desk deutschland development di
    dicas die dies diese diesen dieser digital dit diversity do dos dossier download du e east eastern economia
    economy economía edit edition editorial educación education educação een ein eine einem einen einer einzelheiten
    el election elections ella em email empfehlung empfiehl en energy engineering english entertainment entretien
    entrevista entrevistas environment erstellt es españa esporte esportes essay essays est esta estate este et europe
    event eventi eventos events exclusive expert explainer faith faits familie family fashion features february fecha
    feed feuilleton fiction film films finance financial fitness foi follow food football for forum frage france free
    freizeit freunden friday from full für gallery games garden gardening gauche geht gemeinde general geral
    geschichte gesellschaft gesundheit get gewinnt gezondheid gli global government governo green guerre guest guide
    guides haushalt health healthcare help het heute history holiday holidays home hora hot hotel how hoy human i ici
    idées ihre ihren il im immediate impact imprensa in india industry información infos innovation ins insight
    insights instagram intelligence internacional international internet interview interviews intervista investing
    investment is issue issues italia jahr january jetzt jeux job jobs jornada jour journal july kategorie kategorien
    kein keine kids kinder kitchen kommentar kommentare kultur kurz la land landkreis las last latest le league learn
    learning leben leer lees legal leggi lei leia leisure les less letter letters lettre letzte leven lezen library
    libri libros life lifestyle links lire list live living livre livres lo local locale locales lokales los ma maar
    machine magazin magazine main mais maison management map march market marketing markets me media medical medio
    meer mehr meinung meio meldung meldungen member members mental mercado met mi middle min minute minutes mise mit
    mitteilung mitteilungen mobile moda mode monat monday monde mondo money more most movie movies mundo music musique
    my más méxico nach nachricht nachrichten nacional nas national natur nature natuur need negocios nel nella neu
    neue neues neuigkeiten new news newsletter newsletters newsroom next nicht niet nieuwe nieuws no non north
    northern nos nota note notebook notes noticia noticias notizia notizie notre notícia notícias nouveau nouvelle
    nouvelles november now nuestra nuestro nueva nuevo number nuova nuovo não o october of off office official oggi om
    on onderwijs one online ons onze op open opinion opinions opinión order ort os other otros ou our out over pages
    panorama par para parenting partager partner partners país people permalink personal perspective perspectives pets
    photo photography photos pick picks pin più place play plus podcast podcasts policy politica political politics
    politiek politik politique política pop popular por portada portfolio portrait post postado posted posts pour
    premier premio premium prensa press presse pressemitteilung pressemitteilungen prima primo principal print privacy
    product products profile program project projects property public publicada publicado publication publications
    publishing publié que qui quick quote quotidien radio rate ratgeber reader reading recette recettes recipe recipes
    recommended redes region regional región reise reisen related release releases religion report reportaje reports
    research resources restaurant restaurants results retail retirement review reviews revista right rights road rss
    rubrica régions safety sale salud salute samenleving santé saturday save saúde schon school schools schule science
    sciences scienza scuola se search section security see segurança seite seiten sem semaine semana september ser
    series service services share shop shopping show shows sich sie sign sin site sobre social sociedad society
    société software son sonntag sono sous south southern space special spettacoli sponsored sport sports stadt staff
    startseite startup startups state statement states statt storia stories story strategy student students study
    style su sua subscribe sucesos sujet sul sulla sunday support sur sustainability também te team teams tech
    technology tecnología teilen television temas tempo tennis termine terms territorio testing the theater theatre
    thema themen this thursday tiempo time times tip tipps tips to today todo todos top topic topics tous tout town
    trade traffic training transport travel tribune tuesday tutorial tutorials tutte tutti tv uhr uit uk ultima ultime
    um uma un una uncategorized und une unemployment united university uns unser unsere unter update updated updates
    us van vandaag ver veranstaltung veranstaltungen verband verein viaggi viajes vida video videos vidéo vidéos vie
    viel view views ville violence vom von voor vor vos votre voyage voyages vídeo vídeos war was wat watch water
    weather web wednesday week weekend weekly welcome wellness welt wer wereld western wetenschap wetter what when
    white who why wie wir wird wirtschaft wissen wissenschaft with woche women wonen wordpress work workplace world
    wortlaut y year years you your youtube zijn zu zum zur zurück économie édition événement événements última últimas
    último über
";

/// The same, to look them up.
static KNOWN: LazyLock<QuickSet<&str>> = LazyLock::new(|| NO_NAMES.split_whitespace().collect());

/// Words within a name that begin small.
const SMALL: [&str; 22] = [
    "de", "van", "von", "der", "den", "da", "del", "della", "di", "la", "le", "du", "dos", "das", "bin", "al", "el",
    "ten", "ter", "zu", "af", "y",
];

/// Whether a text is written as a person's name is, and has no word that no name has.
pub(super) fn is_signature(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_initial = |word: &str| word.chars().filter(|next| next.is_alphabetic()).count() == 1;
    let is_name = |word: &&&str| {
        let first_large = word.chars().next().is_some_and(char::is_uppercase);
        first_large && (is_initial(word) || word.chars().any(char::is_lowercase))
    };
    let is_plain =
        |word: &&str| is_initial(word) || !KNOWN.contains(word.trim_end_matches('.').to_lowercase().as_str());
    let names = words.iter().filter(is_name).count();
    let small: Vec<&&str> = words.iter().filter(|word| word.starts_with(char::is_lowercase)).collect();
    let is_all_capitals = words.iter().all(|word| !word.chars().any(char::is_lowercase));
    (2..=5).contains(&words.len())
        && (names >= 2 && names + small.len() == words.len() || is_all_capitals && words.len() <= 3)
        && small.iter().all(|word| SMALL.contains(*word))
        && !words.last().is_some_and(|last| last.starts_with(char::is_lowercase))
        && !name.contains([':', '?', '!', '"', '“', '„', '(', '&'])
        && !["’s", "'s"].iter().any(|end| name.contains(&format!("{end} ")))
        && words.iter().filter(|word| !SMALL.contains(*word)).all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_labels() {
        for name in ["Ana Roth", "Per Q. Lund", "Ludwig van Hoek", "Amélie Löwe-Roth", "ANA ROTH", "J. K. Lund"] {
            assert!(is_signature(name), "{name}");
        }
        for label in [
            "Press Release",
            "Breaking News",
            "Aus der Region",
            "Vie Locale",
            "Nika Roth gewinnt Weitflug",
            "Read More",
            "Kent’s Ana Roth",
            "Thema des Tages",
            "Letzte Änderungen: Roth",
            "Machine Learning",
            "Ana",
            "الإثنين",
        ] {
            assert!(!is_signature(label), "{label}");
        }
    }
}
