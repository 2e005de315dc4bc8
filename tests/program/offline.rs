//! What is ready offline is a fact: what is missing is said with its reason, completed on request, and had from an archive
//! when its site has it no more.

use crate::harness::{Reader, array};
use crate::small_site::{SmallSite, figure, story};
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::Value;

fn picture(shade: u8) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    let paint =
        |x: u32, y: u32| Rgb([shade, ((x / 40 + u32::from(shade)) * 40 % 256) as u8, (y / 30 * 30 % 256) as u8]);
    RgbImage::from_fn(480, 320, paint).write_to(&mut file, ImageFormat::Jpeg).unwrap();
    file.into_inner()
}

fn missing(report: &Value) -> Vec<String> {
    let gaps = array(&report["gaps"]);
    gaps.iter().flat_map(|gap| array(&gap["missing"])).map(|why| why.as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_told_and_only_that_is_fetched() {
    let site = SmallSite::start().await;
    site.put("/whole", story("The harbour is closed", ""));
    site.put("/lacking", story("The bridge is open", &figure("/lost.jpg", "The bridge.")));
    site.put("/lead.jpg", picture(10));
    let reader = Reader::new();
    for page in ["/whole", "/lacking"] {
        reader.ask(&["save", &format!("{}{page}", site.base), "--list", "Read later"]).await;
    }
    let all = reader.run(&["offline"]).await;
    assert!(!all.succeeded, "a script hears that something is missing");
    let report: Value = serde_json::from_str(&all.stdout).unwrap();
    assert_eq!((&report["articles"], &report["ready"]), (&2.into(), &1.into()));
    assert_eq!((&report["picturesMissing"], &report["textsMissing"]), (&1.into(), &0.into()));
    assert!(report["bytes"].as_u64().unwrap() > picture(10).len() as u64);
    let why = missing(&report);
    assert!(why.len() == 1 && why[0].starts_with("One picture: ") && why[0].contains("404"), "{why:?}");

    site.put("/lost.jpg", picture(200));
    site.asked();
    let done = reader.ask(&["offline", "--list", "Read later", "--complete"]).await;
    assert_eq!((&done["tried"], &done["report"]["ready"]), (&1.into(), &2.into()), "{done}");
    assert_eq!(site.asked(), ["/lost.jpg"], "only what was missing is asked for");
    assert_eq!(reader.ask(&["offline", "--saved"]).await["ready"], 2);
    assert_eq!(reader.ask(&["offline", "--starred"]).await["articles"], 0);
    assert_eq!(reader.refused(&["offline", "--list", "No such list"]).await.code, "invalid_input");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_gone_is_had_from_an_archive_and_says_so() {
    let site = SmallSite::start().await;
    let address = format!("{}/gone", site.base);
    site.put("/gone", story("The harbour is closed", &figure("/figure.jpg", "The harbour.")));
    let reader = Reader::new();
    let saved = reader.ask(&["save", &address]).await;
    let id = saved["id"].to_string();
    assert_eq!(saved["offline"]["ready"], false, "its pictures are lost: {saved}");
    site.take_away("/gone");

    let archive = SmallSite::start().await;
    let base = format!("{}/web/", archive.base);
    let from = |name: &str| format!("/web/20240229120301{name}");
    archive
        .put(&from(&format!("id_/{address}")), story("The harbour is closed", &figure("/figure.jpg", "The harbour.")));
    archive.put(&from(&format!("im_/{}/figure.jpg", site.base)), picture(90));
    archive.put(&from(&format!("im_/{}/lead.jpg", site.base)), picture(10));
    let refusal = reader.refused(&["from-archive", &id, "--archive", &base]).await;
    assert_eq!(refusal.code, "not_found", "there is no copy where it looks");

    let near = archive.asked().pop().unwrap();
    assert!(near.ends_with(&format!("id_/{address}")), "{near}");
    let digits: String = near.trim_start_matches("/web/").chars().take_while(char::is_ascii_digit).collect();
    assert_eq!(digits.len(), 14, "it asks for the copy nearest to the article's own time: {near}");
    // The time is that of the article, and the same again.
    archive.redirect(&near, &from(&format!("id_/{address}")));
    site.asked();
    let view = reader.ask(&["from-archive", &id, "--archive", &base]).await;
    assert_eq!(view["card"]["offline"]["ready"], true, "{view}");
    assert!(site.asked().is_empty(), "the site itself is not asked");
    reader.ask(&["verify"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_from_an_archive_is_a_version_of_its_own() {
    let site = SmallSite::start().await;
    let address = format!("{}/story", site.base);
    site.put(
        "/feed.xml",
        format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Paper</title><link>{}/</link><item>
             <title>The harbour is closed</title><link>{address}</link><guid>1</guid>
             <description>Divers look for a cable.</description></item></channel></rss>",
            site.base
        ),
    );
    let reader = Reader::new();
    reader.ask(&["add", &format!("{}/feed.xml", site.base)]).await;
    reader.ask(&["refresh"]).await;
    let id = reader.articles().await[0]["id"].to_string();
    reader.ask(&["star", &id]).await;
    let report: Value = serde_json::from_str(&reader.run(&["offline", "--starred"]).await.stdout).unwrap();
    assert_eq!(report["textsMissing"], 1);
    assert!(missing(&report)[0].contains("404"), "{report}");
    let archive = SmallSite::start().await;
    let base = format!("{}/web/", archive.base);
    reader.refused(&["from-archive", &id, "--archive", &base]).await;
    let copy = format!("/web/20240229120301id_/{address}");
    archive.redirect(&archive.asked().pop().unwrap(), &copy);
    archive.put(&copy, story("The harbour is closed for good", ""));
    let view = reader.ask(&["from-archive", &id, "--archive", &base]).await;
    let versions = array(&view["versions"]);
    assert_eq!(versions.len(), 1, "{view}");
    assert_eq!((&versions[0]["shown"], &versions[0]["archivedAt"]), (&true.into(), &"2024-02-29T12:03:01Z".into()));
    assert!(view["html"].as_str().unwrap().contains("third day"), "{view}");
    assert_eq!(view["card"]["textState"], "full");
}
