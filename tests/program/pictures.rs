//! Pictures as they are kept and shown: large ones have a smaller copy beside them, and one picture is shown once.

use crate::harness::{Reader, download, newspaper};
use crate::shelf;
use crate::small_site::{SmallSite, figure, story};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageEncoder, RgbImage, imageops};

/// Lead pictures of the test newspaper, each of another scene.
async fn scenes(count: usize) -> Vec<RgbImage> {
    let newspaper = newspaper().await;
    let mut scenes = Vec::new();
    for article in newspaper.truth() {
        let Some(figure) = article.figures.first().filter(|figure| figure.lead && !figure.svg) else { continue };
        let bytes = download(&newspaper.url(article.site, &figure.path).unwrap()).await;
        scenes.push(image::load_from_memory(&bytes).unwrap().into_rgb8());
        if scenes.len() == count {
            break;
        }
    }
    scenes
}

fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut file, quality);
    encoder.write_image(picture, picture.width(), picture.height(), image::ExtendedColorType::Rgb8).unwrap();
    file
}

fn webp(picture: &RgbImage) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = WebPEncoder::new_lossless(&mut file);
    encoder.encode(picture, picture.width(), picture.height(), image::ExtendedColorType::Rgb8).unwrap();
    file
}

fn resized(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    imageops::resize(picture, width, height, imageops::FilterType::Triangle)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_picture_is_shown_once_and_kept_as_often_as_it_came() {
    let scenes = scenes(2).await;
    let lead = &scenes[0];
    let (width, height) = lead.dimensions();
    let again = imageops::crop_imm(lead, width / 33, 0, width * 94 / 100, height * 95 / 100).to_image();
    let figures = [
        figure("/again.webp", "The harbour this morning."),
        figure("/other.jpg", "The bridge."),
        figure("/captioned.jpg", "The harbour last year."),
    ];
    let site = SmallSite::start().await;
    site.put("/story", story("The harbour is closed", &figures.concat()));
    site.put("/lead.jpg", jpeg(lead, 90));
    site.put("/again.webp", webp(&resized(&again, 640, 640 * again.height() / again.width())));
    site.put("/other.jpg", jpeg(&scenes[1], 80));
    site.put("/captioned.jpg", jpeg(&resized(lead, 700, 700 * height / width), 60));
    let reader = Reader::new();
    let saved = reader.ask(&["save", &format!("{}/story", site.base)]).await;
    assert_eq!(saved["offline"]["ready"], true, "{saved}");
    let view = reader.ask(&["show", &saved["id"].to_string()]).await;
    let (lead, html) = (&view["card"]["lead"], view["html"].as_str().unwrap());
    assert!(lead["src"].is_string(), "{view}");
    assert_eq!(lead["caption"], "The harbour this morning.", "the words go with the picture that is shown");
    assert!(!html.contains("this morning"), "{html}");
    assert!(html.contains("The bridge.") && html.contains("The harbour last year."), "{html}");
    assert_eq!(html.matches("<img").count(), 2, "{html}");
    let connection = shelf::sound(reader.library());
    assert_eq!(shelf::named_files(reader.library(), &connection), 4, "the library keeps what came");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_picture_has_a_smaller_copy_that_can_be_made_again() {
    let large = jpeg(&resized(&scenes(1).await[0], 3000, 2000), 97);
    assert!(large.len() > 400_000);
    let site = SmallSite::start().await;
    site.put("/story", story("The harbour is closed", ""));
    site.put("/lead.jpg", large.clone());
    let reader = Reader::new();
    let saved = reader.ask(&["save", &format!("{}/story", site.base)]).await;
    let lead = &saved["lead"];
    let original = lead["original"]["src"].as_str().unwrap_or_else(|| panic!("no smaller copy: {saved}"));
    assert_eq!(original, format!("{}/original", lead["src"].as_str().unwrap()));
    assert_eq!(lead["original"]["bytes"], large.len());
    assert_eq!(lead["placeholder"], format!("{}/placeholder", lead["src"].as_str().unwrap()));
    let files = shelf::files(reader.library());
    let name = blake3::hash(&large).to_hex().to_string();
    assert_eq!(files.get(&name), Some(&(large.len() as u64)), "the original is untouched");
    let (copy, bytes) =
        files.iter().find(|(file, _)| **file != name).map(|(file, bytes)| (file.clone(), *bytes)).unwrap();
    assert_eq!(files.len(), 2);
    assert!(bytes * 5 < large.len() as u64 * 4);
    let copied = shelf::place(reader.library(), &copy);
    let shown = image::load_from_memory(&std::fs::read(&copied).unwrap()).unwrap();
    assert!(matches!(shown, DynamicImage::ImageRgb8(_)) && (shown.width(), shown.height()) == (1920, 1280));
    assert!(saved["offline"]["bytes"].as_u64().unwrap() > large.len() as u64 + bytes);

    // The copy is lost: the picture itself is shown, the check says so, and a repair makes it again without a request.
    std::fs::remove_file(&copied).unwrap();
    let checked = reader.run(&["verify"]).await;
    assert!(!checked.succeeded, "the check says that a file is missing");
    let mended = reader.ask(&["verify", "--repair"]).await;
    assert_eq!((&mended["after"]["ok"], &mended["fetched"]), (&true.into(), &0.into()), "{mended}");
    assert_eq!(shelf::files(reader.library()), files);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_library_gets_its_copies_behind() {
    let large = jpeg(&resized(&scenes(1).await[0], 2700, 1800), 97);
    let site = SmallSite::start().await;
    site.put("/story", story("The harbour is closed", ""));
    site.put("/lead.jpg", large);
    let reader = Reader::new();
    let saved = reader.ask(&["save", &format!("{}/story", site.base)]).await;
    let files = shelf::files(reader.library());
    {
        // As it was before pictures were looked at.
        let connection = shelf::sound(reader.library());
        let copy: String = connection.query_row("SELECT display_id FROM look", [], |row| row.get(0)).unwrap();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = OFF; INSERT INTO unlooked (asset_id) SELECT asset_id FROM look;
                 DELETE FROM asset WHERE id = (SELECT display_id FROM look); DELETE FROM look;
                 UPDATE article SET bytes = length((SELECT packed FROM version WHERE id = version_id))
                     + (SELECT sum(bytes) FROM asset);",
            )
            .unwrap();
        std::fs::remove_file(shelf::place(reader.library(), &copy)).unwrap();
    }
    let before = reader.ask(&["show", &saved["id"].to_string()]).await;
    assert!(before["card"]["lead"]["src"].is_string() && before["card"]["lead"]["original"].is_null());
    reader.ask(&["verify"]).await;
    reader.ask(&["refresh"]).await;
    let after = reader.ask(&["show", &saved["id"].to_string()]).await;
    assert!(after["card"]["lead"]["original"]["src"].is_string(), "{after}");
    assert_eq!(shelf::files(reader.library()), files);
    reader.ask(&["verify"]).await;
}
