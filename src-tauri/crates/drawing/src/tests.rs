use base64::Engine as _;
use image::{DynamicImage, GenericImageView, Rgba};

use super::*;

const HEAD: &str = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'";

fn picture(size: &str, inside: &str) -> DynamicImage {
    let png = drawn(format!("{HEAD} {size}>{inside}</svg>").as_bytes()).unwrap();
    image::load_from_memory_with_format(&png, image::ImageFormat::Png).unwrap()
}

fn refusal(inside: &str) -> String {
    drawn(format!("{HEAD} viewBox='0 0 400 300'>{inside}</svg>").as_bytes()).unwrap_err()
}

#[test]
fn a_chart_is_drawn_on_white_as_wide_as_a_column_shows() {
    let chart = picture("viewBox='0 0 400 300'", "<rect x='100' y='150' width='50' height='150' fill='#c00'/>");
    assert_eq!(chart.dimensions(), (1600, 1200));
    assert_eq!(chart.get_pixel(480, 1000), Rgba([0xCC, 0, 0, 255]));
    assert_eq!(chart.get_pixel(10, 10), Rgba([255; 4]));
}

#[test]
fn what_calls_itself_small_stays_small_and_nothing_becomes_huge() {
    assert_eq!(picture("width='24' height='24'", "").dimensions(), (48, 48));
    assert_eq!(picture("width='1600' height='900'", "").dimensions(), (1600, 900));
    let (width, height) = picture("width='900000' height='900000'", "").dimensions();
    assert!(u64::from(width) * u64::from(height) < 6_100_000, "{width} x {height}");
    let (width, height) = picture("width='900000' height='2'", "").dimensions();
    assert!(width <= MOST_SIDE && height >= 1, "{width} x {height}");
}

#[test]
fn words_are_drawn_where_the_machine_has_letters() {
    if FONTS.is_empty() {
        println!("skipped: this machine has no fonts");
        return;
    }
    let words =
        picture("viewBox='0 0 400 300'", "<text x='20' y='150' font-size='90' font-family='Nowhere'>Words</text>");
    assert!(words.pixels().any(|(_, _, pixel)| pixel == Rgba([0, 0, 0, 255])));
}

#[test]
fn the_text_of_the_drawing_lies_in_the_picture() {
    let text = format!("{HEAD} width='300' height='200'><title>Růže</title><path d='M0 0h9'/></svg>");
    let png = drawn(text.as_bytes()).unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    reader.finish().unwrap();
    let kept = &reader.info().utf8_text;
    assert_eq!(kept.iter().map(|chunk| chunk.keyword.as_str()).collect::<Vec<_>>(), ["SVG"]);
    assert_eq!(kept[0].get_text().unwrap(), text);
}

#[test]
fn no_file_is_read_for_a_drawing_but_pictures_within_it_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret.png");
    image::RgbImage::from_pixel(9, 9, image::Rgb([9, 200, 9])).save(&file).unwrap();
    let shown = |address: &str| {
        let drawing =
            picture("width='300' height='300'", &format!("<image xlink:href='{address}' width='300' height='300'/>"));
        drawing.get_pixel(800, 800)
    };
    assert_eq!(shown(&file.to_string_lossy()), Rgba([255; 4]));
    assert_eq!(shown(&format!("file://{}", file.display())), Rgba([255; 4]));
    let packed = base64::engine::general_purpose::STANDARD.encode(std::fs::read(&file).unwrap());
    assert_eq!(shown(&format!("data:image/png;base64,{packed}")), Rgba([9, 200, 9, 255]));
    let nested = "data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 width=%229%22 height=%229%22%3E%3Crect width=%229%22 height=%229%22/%3E%3C/svg%3E";
    assert_eq!(shown(nested), Rgba([255; 4]));
}

#[test]
fn what_is_no_drawing_or_a_damaged_one_is_told() {
    assert_eq!(drawn(b"<svg").unwrap_err(), "the drawing is damaged");
    assert_eq!(drawn(b"").unwrap_err(), "the drawing is damaged");
    assert_eq!(
        drawn(b"<svg xmlns='http://www.w3.org/2000/svg' width='0' height='9'/>").unwrap_err(),
        "the drawing is damaged"
    );
    assert!(drawn(b"<rss><svg/></rss>").unwrap_err().contains("no picture"));
    assert_eq!(drawn(&vec![b' '; MOST_BYTES + 1]).unwrap_err(), "the drawing is too large");
}

/// `levels` definitions, each of which shows the one before it ten times.
fn bomb(one: impl Fn(usize) -> String, levels: usize) -> String {
    (1..levels).map(one).collect()
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let uses = bomb(|n| format!("<g id='g{n}'>{}</g>", format!("<use xlink:href='#g{}'/>", n - 1).repeat(10)), 12);
    assert!(refusal(&format!("<g id='g0'><path d='M0 0h9'/></g>{uses}")).contains("too much work"));
    let twice: String = (0..12).map(|n| format!("<g id='g{n}'/>")).collect();
    let uses_first = format!("<g id='g0'><path d='M0 0h9'/></g>{uses}<g>{twice}</g>");
    assert!(refusal(&uses_first).contains("too much work"));
    let same = "<g id='g'/><use xlink:href='#g'/>".repeat(20_000);
    assert!(refusal(&same).contains("too much work"));
    let rows = |fill: &str| format!("<rect width='9' height='9' fill='url(#p{fill})'/>").repeat(10);
    let patterns =
        bomb(|n| format!("<pattern id='p{n}' width='9' height='9'>{}</pattern>", rows(&(n - 1).to_string())), 9);
    let last = "<rect width='400' height='300' fill='url(#p8)'/>";
    assert!(refusal(&format!("<defs>{patterns}</defs>{last}")).contains("too much work"));
    let masks = bomb(
        |n| {
            format!(
                "<mask id='m{n}'>{}</mask>",
                format!("<g mask='url(\"#m{}\")'><path d='M0 0h9'/></g>", n - 1).repeat(10)
            )
        },
        9,
    );
    assert!(
        refusal(&format!("{masks}<g style='opacity:1;mask:url(#m8)'><path d='M0 0h9'/></g>")).contains("too much work")
    );
    let styled = bomb(
        |n| {
            format!(
                "<style>.s{n}{{fill:url(#p{n})}}</style><pattern id='p{n}'>{}</pattern>",
                format!("<path class='s{}'/>", n - 1).repeat(10)
            )
        },
        9,
    );
    assert!(refusal(&format!("{styled}<path class='s8'/>")).contains("too much work"));
    let line = format!(
        "<marker id='a'>{}</marker><path marker-mid='url(#a)' d='{}'/>",
        "<path d='M0 0h9'/>".repeat(500),
        "h1v1".repeat(5_000)
    );
    assert!(refusal(&line).contains("too much work"));
    assert!(refusal(&format!("{}{}", "<g>".repeat(400), "</g>".repeat(400))).contains("too much work"));
    assert!(refusal(&format!("{}{}", "<g>".repeat(90_000), "</g>".repeat(90_000))).contains("too much work"));
    let ladder = bomb(|n| format!("<g id='g{n}'><g><g><use xlink:href='#g{}'/></g></g></g>", n - 1), 200);
    assert!(refusal(&ladder).contains("too much work"));
    assert!(refusal("<filter id='f'><feTurbulence numOctaves='1000000'/></filter>").contains("effects"));
}

#[test]
fn entities_that_grow_are_refused() {
    let grow: String = (1..30).map(|n| format!("<!ENTITY e{n} '&e{0};&e{0};&e{0};&e{0};'>", n - 1)).collect();
    let text = format!("<!DOCTYPE svg [<!ENTITY e0 '<path/>'>{grow}]>{HEAD} width='9' height='9'>&e29;</svg>");
    assert_eq!(drawn(text.as_bytes()).unwrap_err(), "the drawing is damaged");
}

#[test]
fn what_refers_to_itself_is_drawn_without_that() {
    let inside = "<g id='a'><use xlink:href='#a'/><use xlink:href='#b'/></g><g id='b'><use xlink:href='#a'/></g>\
                  <pattern id='p' width='9' height='9'><path fill='url(#p)' d='M0 0h9v9z'/></pattern>\
                  <rect width='400' height='300' fill='url(#p)'/><rect x='200' width='9' height='9' fill='red'/>";
    assert_eq!(picture("viewBox='0 0 400 300'", inside).get_pixel(810, 10), Rgba([255, 0, 0, 255]));
}

#[test]
fn drawings_are_told_from_pages_and_pictures() {
    assert!(is_drawing(b"\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- made by hand -->\n<svg xmlns='x'/>"));
    assert!(is_drawing(b"<SVG>"));
    assert!(!is_drawing(b"<!DOCTYPE html><html><svg class='logo'/>"));
    assert!(!is_drawing(b"\xFF\xD8\xFF\xE1\0\x10Exif\0\0 <svg"));
    assert!(!is_drawing(b""));
}
