//! The way of a story: from the newspaper through the command into the library, compared with the newspaper's truth.

use crate::harness::{Reader, array, download, folded, newspaper, words};
use crate::shelf::{self, Figure};
use newspaper::{FURNITURE, Stats, Truth, seed_like};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One article beside what the newspaper knows of it.
struct Pair {
    truth: Truth,
    page: Value,
    figures: Vec<Figure>,
}

/// Everything that one reading of the whole newspaper gave, kept in memory so that many tests can look at it.
struct Reading {
    import: Value,
    report: Value,
    sources: Vec<Value>,
    articles: usize,
    pairs: Vec<Pair>,
    by_section: BTreeMap<String, usize>,
    caption_word: Value,
    first: Stats,
    second: Stats,
    second_report: Value,
    files: usize,
}

fn reading() -> &'static Reading {
    static READING: OnceLock<Reading> = OnceLock::new();
    READING.get_or_init(|| {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(read_everything())
    })
}

async fn read_everything() -> Reading {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    let opml = reader.home().join("newspaper.opml");
    std::fs::write(&opml, download(&newspaper.url("courier", "/opml.xml").unwrap()).await).unwrap();
    let import = reader.ask(&["import", opml.to_str().unwrap()]).await;
    newspaper.clear_stats();
    let report = reader.ask(&["refresh"]).await;
    let first = newspaper.stats();
    newspaper.clear_stats();
    let second_report = reader.ask(&["refresh"]).await;
    let second = newspaper.stats();

    let connection = shelf::sound(reader.library());
    let articles = reader.articles().await;
    let mut pages = BTreeMap::new();
    for card in &articles {
        let id = card["id"].to_string();
        let page = reader.ask(&["show", &id]).await;
        pages.insert(page["card"]["url"].as_str().unwrap().to_owned(), (page, shelf::figures(&connection, &id)));
    }
    let mut by_section = BTreeMap::new();
    for card in &articles {
        *by_section.entry(card["section"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    let listed = newspaper.truth().into_iter().filter(|truth| truth.site != "trapdoor");
    let pairs = listed
        .map(|truth| {
            let (page, figures) =
                pages.get(&truth.url).unwrap_or_else(|| panic!("{} is not in the library", truth.url)).clone();
            Pair { truth, page, figures }
        })
        .collect();
    Reading {
        import,
        report,
        sources: array(&reader.ask(&["sources"]).await),
        articles: articles.len(),
        pairs,
        by_section,
        caption_word: reader.ask(&["search", seed_like().caption_word]).await,
        first,
        second,
        second_report,
        files: shelf::named_files(reader.library(), &connection),
    }
}

/// Compares something over all articles and tells every difference at once.
fn compare(differences: impl Fn(&Pair) -> Vec<String>) {
    let reading = reading();
    let found: Vec<String> = reading
        .pairs
        .iter()
        .flat_map(|pair| differences(pair).into_iter().map(|text| format!("{}: {text}", pair.truth.article)))
        .collect();
    let articles = reading.pairs.len();
    assert!(found.is_empty(), "{} differences in {articles} articles:\n{}", found.len(), found.join("\n"));
}

fn differ(told: &Value, wanted: impl Into<Value>) -> Vec<String> {
    let wanted = wanted.into();
    if *told == wanted { Vec::new() } else { vec![format!("has {told}, not {wanted}")] }
}

fn body(pair: &Pair) -> String {
    words(pair.page["html"].as_str().unwrap())
}

#[test]
fn the_opml_of_another_reader_becomes_sources() {
    let reading = reading();
    assert_eq!((&reading.import["added"], &reading.import["failed"]), (&16.into(), &0.into()));
    assert_eq!(reading.sources.len(), 16);
    for source in &reading.sources {
        assert_eq!(source["state"], "healthy", "{source}");
        assert!(source["articles"].as_u64().unwrap() > 0, "{source}");
    }
    assert_eq!(reading.report["failed"], 0);
    let formats: Vec<&str> = reading.sources.iter().filter_map(|source| source["format"].as_str()).collect();
    for format in ["RSS", "Atom", "JSON Feed", "News sitemap"] {
        assert!(formats.contains(&format), "{format} in {formats:?}");
    }
}

#[test]
fn every_article_is_in_the_library_once() {
    let reading = reading();
    assert_eq!(reading.articles, reading.pairs.len());
    assert_eq!(reading.report["newArticles"], reading.articles);
}

#[test]
fn headlines_are_the_newspapers() {
    compare(|pair| differ(&pair.page["card"]["headline"], pair.truth.headline.as_str()));
}

#[test]
fn the_publishers_own_section_is_kept() {
    compare(|pair| differ(&pair.page["card"]["publisherSection"], pair.truth.section.as_str()));
}

#[test]
fn sections_map_to_the_sections_of_the_paper() {
    let expected = |said: &str| match said {
        "Conflict" => Some("conflict"),
        "Politics" => Some("politics"),
        "Business" => Some("business"),
        "Science & Tech" => Some("science"),
        "Health" => Some("health"),
        "Culture" => Some("culture"),
        "Sport" => Some("sport"),
        "Environment" => Some("environment"),
        _ => None,
    };
    let known = reading().pairs.iter().filter(|pair| expected(&pair.truth.section).is_some()).count();
    assert!(known > 20, "only {known} articles stand in sections that every paper has");
    compare(|pair| match expected(&pair.truth.section) {
        Some(section) => differ(&pair.page["card"]["section"], section),
        None => Vec::new(),
    });
    assert!(reading().by_section.len() >= 8, "{:?}", reading().by_section);
}

#[test]
fn standfirsts_are_the_newspapers() {
    compare(|pair| differ(&pair.page["card"]["standfirst"], pair.truth.standfirst.as_str()));
}

#[test]
fn bylines_are_the_newspapers() {
    compare(|pair| differ(&pair.page["card"]["byline"], pair.truth.byline.clone()));
}

#[test]
fn times_of_publication_are_the_newspapers() {
    compare(|pair| differ(&pair.page["card"]["publishedAt"], pair.truth.published_at.as_str()));
}

#[test]
fn publications_bear_their_names() {
    compare(|pair| differ(&pair.page["card"]["publication"]["name"], pair.truth.publication));
}

#[test]
fn every_paragraph_quotation_and_sub_heading_is_there_in_order() {
    compare(|pair| {
        let body = body(pair);
        let mut missing = Vec::new();
        for parts in [&pair.truth.paragraphs, &pair.truth.quotations, &pair.truth.sub_headings] {
            let mut rest = body.as_str();
            for part in parts {
                match rest.split_once(&folded(part)) {
                    Some((_, after)) => rest = after,
                    None => missing.push(format!("lacks “{part}”")),
                }
            }
        }
        missing
    });
}

#[test]
fn what_stands_around_the_text_is_left_out() {
    compare(|pair| {
        let shown = format!("{} {}", pair.page["card"]["standfirst"], body(pair));
        let found = FURNITURE.iter().filter(|sentence| shown.contains(**sentence));
        found.map(|sentence| format!("has “{sentence}”")).collect()
    });
}

#[test]
fn every_figure_has_its_caption_and_its_credit() {
    compare(|pair| {
        let mut wrong = Vec::new();
        for wanted in &pair.truth.figures {
            let name = wanted.path.rsplit_once('-').map_or("", |(name, _)| name);
            let Some(figure) = pair.figures.iter().find(|figure| figure.src.contains(name)) else {
                wrong.push(format!("lacks the picture {name} ({}, {})", wanted.delivery, wanted.form));
                continue;
            };
            if (figure.lead, &figure.caption, &figure.credit) != (wanted.lead, &wanted.caption, &wanted.credit) {
                wrong.push(format!("{} ({}, {}): {figure:?}, not {wanted:?}", name, wanted.delivery, wanted.form));
            }
        }
        wrong
    });
}

#[test]
fn every_article_is_ready_offline_drawings_too() {
    compare(|pair| {
        let offline = &pair.page["card"]["offline"];
        if offline["ready"] == true { Vec::new() } else { vec![format!("{}", offline["missing"])] }
    });
    assert!(reading().files > 50, "only {} pictures were kept", reading().files);
}

#[test]
fn shown_pictures_come_from_the_library_alone() {
    compare(|pair| {
        let html = pair.page["html"].as_str().unwrap();
        let sources = html.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next());
        sources.filter(|src| !src.starts_with("library://")).map(|src| format!("shows {src}")).collect()
    });
}

#[test]
fn the_model_article_is_exact() {
    let seed = seed_like();
    let pair = reading().pairs.iter().find(|pair| pair.truth.article == seed.article).unwrap();
    let (card, html) = (&pair.page["card"], pair.page["html"].as_str().unwrap());
    let body = body(pair);
    assert_eq!(card["headline"], seed.headline);
    assert!(!body.contains(seed.headline), "the headline is printed again in the text");
    assert_eq!(card["publication"]["name"], seed.publication);
    assert_eq!((&card["section"], &card["publisherSection"]), (&"conflict".into(), &seed.section.into()));
    assert_eq!(card["standfirst"], seed.standfirst);
    assert!(!body.contains(seed.standfirst), "the standfirst is printed again in the text");
    assert_eq!((&card["lead"]["caption"], &card["lead"]["credit"]), (&seed.caption.into(), &seed.credit.into()));
    assert!(card["lead"]["src"].as_str().unwrap().starts_with("library://"));
    assert!(
        !body.contains(seed.caption_word) && !body.contains(seed.credit),
        "the lead figure is repeated in the text"
    );
    let headings = html.split("<h").skip(1).filter(|rest| rest.starts_with(['2', '3', '4']));
    let headings = headings.map(|rest| words(rest.split_once('>').unwrap().1.split("</h").next().unwrap()));
    let headings: Vec<String> = headings.collect();
    assert_eq!(headings, seed.sub_headings);
    assert_eq!(card["offline"]["ready"], true);
}

#[test]
fn a_word_that_stands_only_in_a_caption_is_found() {
    let found = &reading().caption_word;
    assert_eq!(found["total"], 1, "{found}");
    let hit = &found["hits"][0];
    assert_eq!(hit["article"]["headline"], seed_like().headline);
    assert_eq!(hit["foundIn"], "caption");
    assert!(hit["snippet"].as_str().unwrap().contains("<mark>"));
}

#[test]
fn nothing_that_watches_the_reader_is_asked_for() {
    for stats in [&reading().first, &reading().second] {
        assert_eq!((stats.trackers, stats.traps), (0, 0));
    }
}

#[test]
fn no_site_serves_more_than_two_requests_at_once() {
    for stats in [&reading().first, &reading().second] {
        for (site, most) in &stats.most_in_flight {
            assert!(*most <= 2, "{site} had {most} requests in flight");
        }
    }
}

#[test]
fn a_second_refresh_asks_only_whether_anything_changed() {
    let (first, second) = (&reading().first, &reading().second);
    assert!(first.requests > 100, "{} requests", first.requests);
    assert_eq!((second.requests, second.conditional, second.not_modified), (16, 16, 16), "{:?}", second.paths);
    assert_eq!(reading().second_report["newArticles"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_publication_is_followed_by_the_address_of_its_site() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    for (site, feed, format) in [
        ("courier", "/feeds/main.xml", "RSS"),
        ("orrery", "/atom.xml", "Atom"),
        ("touchline", "/feed.json", "JSON Feed"),
        ("dispatch", "/news-sitemap.xml", "News sitemap"),
    ] {
        let added = reader.ask(&["add", &newspaper.url(site, "/").unwrap()]).await;
        let added = array(&added);
        assert_eq!(added.len(), 1, "{site}");
        assert_eq!(added[0]["url"], newspaper.url(site, feed).unwrap());
        assert_eq!(added[0]["format"], format);
        let of_site = newspaper.truth().iter().filter(|truth| truth.site == site).count();
        assert_eq!(added[0]["articles"], of_site, "{site}");
    }
    let offered = reader.ask(&["add", "--dry-run", &newspaper.url("courier", "/").unwrap()]).await;
    assert_eq!(array(&offered["feeds"]).len(), 9);
    let again = reader.ask(&["add", &newspaper.url("courier", "/").unwrap()]).await;
    assert_eq!(again[0]["url"], newspaper.url("courier", "/feeds/main.xml").unwrap());
    assert_eq!(array(&reader.ask(&["sources"]).await).len(), 4, "a site that is followed already is not added again");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_made_filled_ordered_and_shown() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("touchline", "/").unwrap()]).await;
    let ids: Vec<String> = reader.articles().await.iter().take(3).map(|card| card["id"].to_string()).collect();
    reader.ask(&["lists", "create", "On the train"]).await;
    for id in &ids {
        reader.ask(&["lists", "add", "On the train", id]).await;
    }
    reader.ask(&["lists", "move", "On the train", &ids[2], "1"]).await;
    reader.ask(&["lists", "rename", "On the train", "By the sea"]).await;
    let shown = reader.ask(&["lists", "show", "By the sea"]).await;
    let order: Vec<String> = array(&shown["articles"]).iter().map(|card| card["id"].to_string()).collect();
    assert_eq!(order, [ids[2].clone(), ids[0].clone(), ids[1].clone()]);
    let all = array(&reader.ask(&["lists"]).await);
    assert_eq!(all.iter().map(|list| list["name"].as_str().unwrap()).collect::<Vec<_>>(), ["Read later", "By the sea"]);
    reader.ask(&["lists", "remove", "By the sea", &ids[0]]).await;
    reader.ask(&["lists", "delete", "By the sea"]).await;
    assert_eq!(array(&reader.ask(&["lists"]).await).len(), 1);
    assert_eq!(reader.articles().await.iter().filter(|card| ids.contains(&card["id"].to_string())).count(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_site_gets_nothing_but_its_pages_and_pictures_asked_for() {
    let newspaper = newspaper().await;
    let reader = Reader::new();
    reader.ask(&["add", &newspaper.url("trapdoor", "/feed.xml").unwrap()]).await;
    reader.ask(&["refresh"]).await;
    let articles = reader.articles().await;
    assert!(!articles.is_empty());
    for card in &articles {
        let html = reader.ask(&["show", &card["id"].to_string()]).await["html"].as_str().unwrap().to_lowercase();
        for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
            let name = tag.trim_start_matches('/').split_whitespace().next().unwrap_or_default();
            assert!(!["script", "iframe", "form", "object", "embed", "style", "svg", "base"].contains(&name), "{tag}");
            assert!(!tag.contains("javascript:") && !tag.contains(" on") && !tag.contains("style="), "{tag}");
        }
    }
    let stats = newspaper.stats();
    assert_eq!((stats.trackers, stats.traps), (0, 0), "{:?}", stats.paths);
}
