//! What pages wrap, and what must not be lost for it: headings, tables, code, notes, and pictures behind the last words.

use broadsheet_extract::extract;
use broadsheet_model::{Article, PageKind};

const STORY: [&str; 3] = [
    "The bridge over the river had been closed for eleven weeks when the council finally agreed to pay for a second survey, \
     and engineers found that two of the five piers had shifted by almost four centimetres since the winter floods.",
    "“We were told in March that it would be a fortnight,” said the baker on the eastern bank, who has lost a third of her \
     takings since, and two of her staff, who found work in the town on the other side of the water.",
    "The diversion adds nineteen miles to the journey between the town and the hospital, according to the ambulance trust, \
     and a free minibus, driven by volunteers, runs every forty minutes from seven in the morning.",
];

fn read(body: &str) -> Article {
    let page = format!(
        "<html lang=en><head><title>The bridge - Voice</title><meta property=og:type content=article></head><body>\
         <header><nav><ul><li><a href=/>Home</a><li><a href=/news>News</a></ul></nav></header>\
         <main><article><h1>The bridge stays closed</h1><div class=entry-content>{body}</div></article></main>\
         <footer><p>Copyright Voice</p></footer></body></html>"
    );
    extract(&page, "https://paper.example/2026/bridge-stays-closed")
}

fn paragraphs() -> [String; 3] {
    STORY.map(|text| format!("<p>{text}</p>"))
}

#[test]
fn headings_in_wrappers_stay() {
    let [one, two, three] = paragraphs();
    let heading = "<div class='mw-heading mw-heading2'><h2 id=History>History</h2>\
                   <span class=mw-editsection>[<a href=/edit>edit</a>]</span></div>";
    let article = read(&format!("{one}{two}{heading}{three}"));
    assert!(article.html.contains("<h2>History</h2>"), "{}", article.html);
    assert!(!article.text.contains("edit"), "{}", article.text);
}

#[test]
fn tables_and_code_between_two_texts_stay_whole() {
    let [one, two, three] = paragraphs();
    let rows: String = (2016..2022).map(|year| format!("<tr><td>{year}<td>97{year}<td>2.0%")).collect();
    let table = format!("<div class=table-responsive><table><tr><th>Year<th>Crossings<th>Lorries{rows}</table></div>");
    let html = read(&format!("{one}{table}{two}{three}")).html;
    assert_eq!(html.matches("<td>").count(), 18, "{html}");
    let code = "<div class=highlight><div class=chroma><pre><code>hugo server -D</code></pre></div></div>";
    let html = read(&format!("{one}{code}{two}{three}")).html;
    assert!(html.contains("hugo server -D"), "{html}");
}

#[test]
fn a_note_beside_its_number_stays() {
    let [one, two, three] = paragraphs();
    let mark = "<p>I went back twice.<a class=footnote-anchor id=footnote-anchor-1 href=#footnote-1>1</a></p>";
    let note = "<div class=footnote><a id=footnote-1 href=#footnote-anchor-1 class=footnote-number>1</a>\
                <div class=footnote-content><p>The second time was for the catalogue.</p></div></div>";
    let text = read(&format!("{one}{two}{three}{mark}{note}")).text;
    assert!(text.contains("The second time was for the catalogue."), "{text}");
}

#[test]
fn pictures_behind_the_last_words_stay() {
    let [one, two, three] = paragraphs();
    let figure = |number: u32| {
        format!(
            "<figure><img src=/pier-{number}.jpg width=1200 height=800><figcaption>The pier {number} at noon</figcaption></figure>"
        )
    };
    let pictures: String = (1..=4).map(figure).collect();
    let article = read(&format!("{one}{two}{three}{pictures}"));
    assert_eq!(article.figures.len(), 4, "{}", article.html);
}

#[test]
fn a_caption_that_stands_loose_takes_no_text_along() {
    let [one, two, _] = paragraphs();
    let box_of_picture = "<div class='wp-caption alignnone'><img src=/pier.jpg width=800 height=533>\
                          <p class=wp-caption-text>The pier on Monday</p></div>";
    let article = read(&format!("{box_of_picture}{one}{two}"));
    assert_eq!(article.verdict.kind, PageKind::Article, "{}", article.html);
    assert!(STORY[..2].iter().all(|text| article.text.contains(text)), "{}", article.text);
    assert_eq!(article.figures.first().and_then(|figure| figure.caption.as_deref()), Some("The pier on Monday"));
}

#[test]
fn links_to_the_web_and_of_mail_stay_and_no_others() {
    let [one, two, three] = paragraphs();
    let links = "<p>Write to <a href='mailto:desk@paper.example?subject=Bridge'>the desk</a>, read <a href=/rules>the rules</a>, \
                 call <a href='tel:+4412'>us</a>, or <a href='javascript:alert(1)'>do nothing</a> and <a href='mailto:'>nothing else</a> \
                 about the bridge over the river, of which there is more to say.</p>";
    let article = read(&format!("{one}{two}{links}{three}"));
    let led: Vec<&str> = article.html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(led, ["mailto:desk@paper.example?subject=Bridge", "https://paper.example/rules"], "{}", article.html);
}
