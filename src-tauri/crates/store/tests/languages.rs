//! What a search must find in scripts and languages that do not write words as English does, both ways of writing.

use broadsheet_model::{Section, TextState};
use broadsheet_store::Library;
use broadsheet_store::captures::Capture;
use jiff::Timestamp;

/// Headline, language and text of the articles that are searched.
const ARTICLES: &[(&str, &str, &str)] = &[
    ("zh", "港口罢工", "上海港口的工人星期一开始罢工，数百艘货轮无法靠岸。"),
    ("ja", "東京湾のフェリー", "東京湾のフェリーが月曜日に欠航した。カメラが港を映している。"),
    ("ko", "부산항 파업", "부산항의 노동자들이 월요일에 파업을 시작했다."),
    ("th", "ท่าเรือหยุดงาน", "คนงานท่าเรือกรุงเทพหยุดงานตั้งแต่วันจันทร์ เรือสินค้าหลายสิบลำต้องรอ"),
    ("ar", "إضراب في الميناء", "بدأ عمال الميناء في الإسكندرية إضرابًا يوم الاثنين وتوقفت أحمال السفن سنة ٢٠٢٥."),
    ("fa", "اعتصاب در بندر", "کارگران بندر عباس روز دوشنبه اعتصاب کردند."),
    ("he", "שביתה בנמל", "עובדי הנמל בחיפה פתחו בשביתה ביום שני."),
    (
        "de",
        "Hafenstreik in Köln-Niehl",
        "Der Hafenarbeiterstreik an der Rheinstraße trifft die Binnenschifffahrt. Grüße aus München, sagte der Bürgermeister.",
    ),
    ("de", "Fussball in Muenchen", "Ein Text ohne Umlaute: Fussball auf der Strasse, schoene Gruesse."),
    ("nl", "Havenstaking", "De havenarbeidersstaking legt de scheepvaartmaatschappij stil."),
    ("sv", "Hamnstrejk i Göteborg", "Hamnarbetarstrejken drabbar sjöfartsverket."),
    ("da", "Havnestrejke i København", "Færgen til Ærø ligger stille, og havnearbejderne vil ikke sejle."),
    ("fr", "Grève à Orléans", "L'œuvre du cœur : les grévistes déjeunent près de l’écluse."),
    ("pl", "Strajk w Łodzi", "Łódzcy dokerzy rozpoczęli strajk."),
    ("tr", "İzmir limanı", "Işçiler İzmir limanında grevde."),
    ("vi", "Đình công ở cảng", "Công nhân cảng Đà Nẵng đình công."),
    ("hi", "बंदरगाह पर हड़ताल", "मुंबई बंदरगाह के मज़दूर सोमवार से हड़ताल पर हैं।"),
    ("ru", "Забастовка в порту", "Докеры Санкт-Петербурга начали забастовку."),
    ("en", "Dockers walk out", "The naïve café owner sold coöperative crêpes to ﬁve dockers."),
];

/// A query, and the headlines of what it must find, no more and no less.
const QUERIES: &[(&str, &[&str])] = &[
    ("罢工", &["港口罢工"]),
    ("货轮无法靠岸", &["港口罢工"]),
    ("港口 工人", &["港口罢工"]),
    ("フェリー", &["東京湾のフェリー"]),
    ("ふぇりー", &["東京湾のフェリー"]),
    ("ﾌｪﾘｰ", &["東京湾のフェリー"]),
    ("東京湾", &["東京湾のフェリー"]),
    ("欠航", &["東京湾のフェリー"]),
    ("파업", &["부산항 파업"]),
    ("노동자", &["부산항 파업"]),
    ("ท่าเรือ", &["ท่าเรือหยุดงาน"]),
    ("เรือสินค้า", &["ท่าเรือหยุดงาน"]),
    ("إضراب", &["إضراب في الميناء"]),
    ("اضراب", &["إضراب في الميناء"]),
    ("احمال", &["إضراب في الميناء"]),
    ("الإسكندريه", &["إضراب في الميناء"]),
    ("2025", &["إضراب في الميناء"]),
    ("كارگران", &["اعتصاب در بندر"]),
    ("کارگران", &["اعتصاب در بندر"]),
    ("שביתה", &["שביתה בנמל"]),
    ("Hafenarbeiterstreik ", &["Hafenstreik in Köln-Niehl"]),
    ("Streik ", &["Hafenstreik in Köln-Niehl"]),
    ("Arbeiter", &["Hafenstreik in Köln-Niehl"]),
    ("Schifffahrt ", &["Hafenstreik in Köln-Niehl"]),
    ("Meister ", &["Hafenstreik in Köln-Niehl"]),
    ("Rheinstrasse ", &["Hafenstreik in Köln-Niehl"]),
    ("Rheinstraße ", &["Hafenstreik in Köln-Niehl"]),
    ("Koeln ", &["Hafenstreik in Köln-Niehl"]),
    ("Koln ", &["Hafenstreik in Köln-Niehl"]),
    ("München ", &["Hafenstreik in Köln-Niehl", "Fussball in Muenchen"]),
    ("Muenchen ", &["Hafenstreik in Köln-Niehl", "Fussball in Muenchen"]),
    ("Fußball ", &["Fussball in Muenchen"]),
    ("Grüße ", &["Hafenstreik in Köln-Niehl", "Fussball in Muenchen"]),
    ("schöne ", &["Fussball in Muenchen"]),
    ("staking ", &["Havenstaking"]),
    ("scheepvaart", &["Havenstaking"]),
    ("maatschappij ", &["Havenstaking"]),
    ("strejk ", &["Hamnstrejk i Göteborg", "Havnestrejke i København"]),
    ("Goteborg ", &["Hamnstrejk i Göteborg"]),
    ("Kobenhavn ", &["Havnestrejke i København"]),
    ("Koebenhavn ", &["Havnestrejke i København"]),
    ("København ", &["Havnestrejke i København"]),
    ("faergen ", &["Havnestrejke i København"]),
    ("oeuvre ", &["Grève à Orléans"]),
    ("œuvre ", &["Grève à Orléans"]),
    ("orleans ", &["Grève à Orléans"]),
    ("écluse ", &["Grève à Orléans"]),
    ("Lodz", &["Strajk w Łodzi"]),
    ("Łodzi ", &["Strajk w Łodzi"]),
    ("izmir ", &["İzmir limanı"]),
    ("da nang ", &["Đình công ở cảng"]),
    ("Đà Nẵng ", &["Đình công ở cảng"]),
    ("बंदरगाह ", &["बंदरगाह पर हड़ताल"]),
    ("забастовку ", &["Забастовка в порту"]),
    ("petersburg ", &[]),
    ("naive cafe ", &["Dockers walk out"]),
    ("cooperative ", &["Dockers walk out"]),
    ("five ", &["Dockers walk out"]),
    ("港湾", &[]),
    ("tische ", &[]),
];

#[test]
fn every_way_of_writing_finds_it() {
    let folder = tempfile::tempdir().unwrap();
    let library = Library::open(folder.path()).unwrap();
    for (number, (language, headline, body)) in ARTICLES.iter().enumerate() {
        // One that says again how the text begins, and one that does not.
        let beginning = body.split_inclusive(' ').next().unwrap_or_default();
        let capture = Capture {
            headline: Some(headline),
            standfirst: Some(if number % 2 == 0 { beginning } else { headline }),
            byline: &[],
            published_at: None,
            dated: broadsheet_model::Dated::ToTheTime,
            modified_at: None,
            site: None,
            publisher_section: None,
            section: Section::General,
            language: Some(language),
            html: &format!("<p>{body}</p>"),
            body,
            figures: &[],
            has_lead: false,
            text_state: TextState::Full,
            text_note: None,
            facts: None,
            sent: None,
        };
        let url = format!("https://paper.example/{number}");
        library.save_capture(&url, &[], "paper.example", &capture, Timestamp::UNIX_EPOCH).unwrap();
    }
    let mut wrong = Vec::new();
    for (query, expected) in QUERIES {
        let (hits, _) = library.search(query, 0, 10).unwrap();
        let mut found: Vec<String> = hits.iter().map(|hit| library.card(hit.article).unwrap().headline).collect();
        found.sort();
        let mut expected: Vec<String> = expected.iter().map(|headline| (*headline).to_owned()).collect();
        expected.sort();
        if found != expected {
            wrong.push(format!("{query}: {found:?}, not {expected:?}"));
        }
        if let Some(hit) = hits.iter().find(|hit| !hit.snippet.contains('\u{1}')) {
            wrong.push(format!("{query}: nothing is marked in “{}”", hit.snippet));
        }
    }
    // What was indexed is what would leave the index.
    let findings = library.verify(|_, _| {}).unwrap();
    assert!(findings.faults.is_empty(), "{findings:?}");
    assert!(wrong.is_empty(), "{} of {} queries:\n{}", wrong.len(), QUERIES.len(), wrong.join("\n"));
}
