//! Drawings (SVG) to pictures: drawn once, and kept as the PNG that they show. What a drawing can carry beside its lines
//! (programs, links, other files) is nowhere read, and its text lies in the picture for whoever wants to draw it larger.
//!
//! Start at [`drawn`]; [`is_drawing`] tells what to hand it.
//!
//! **Invariant:** a drawing that asks for more than `cost.rs` allows is refused before a line of it is drawn.

mod cost;

use std::sync::{Arc, LazyLock};

use imagesize::ImageType;
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::roxmltree::{Document, ParsingOptions};
use resvg::usvg::{ImageHrefResolver, ImageKind, Options, Tree};

/// Bytes of a drawing's text at most.
const MOST_BYTES: usize = 4 << 20;
/// Nodes of its tree at most.
const MOST_NODES: u32 = 200_000;
/// Pixels along its longer side, where it says nothing else: twice the width of a column of text.
const WIDE: f32 = 1_600.0;
/// A drawing that is smaller than this by its own account, along its longer side, is a symbol and stays small.
const SMALL: f32 = 200.0;
/// How many times as large as it says a drawing is drawn at most.
const LARGEST_SCALE: f32 = 4.0;
/// Pixels in all.
const MOST_PIXELS: f32 = 6_000_000.0;
/// Pixels of a picture within a drawing.
const MOST_EMBEDDED_PIXELS: usize = 16_000_000;
/// What the drawing's text is called in the picture.
const KEYWORD: &str = "SVG";
/// Bytes of stack: trees of drawings are walked into their depth.
const STACK: usize = 32 << 20;

/// The fonts of the machine, read when the first drawing comes.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    // What the kinds are called differs by system; without any of its names a kind would be drawn without letters.
    let serif = first_of(&fonts, &["Times New Roman", "Times", "Liberation Serif", "DejaVu Serif", "Noto Serif"]);
    let sans = first_of(&fonts, &["Arial", "Helvetica", "Liberation Sans", "DejaVu Sans", "Noto Sans"]);
    let monospace =
        first_of(&fonts, &["Courier New", "Courier", "Liberation Mono", "DejaVu Sans Mono", "Noto Sans Mono"]);
    let any = fonts.faces().find_map(|face| face.families.first()).map(|(name, _)| name.clone()).unwrap_or_default();
    fonts.set_serif_family(serif.or_else(|| sans.clone()).unwrap_or_else(|| any.clone()));
    fonts.set_sans_serif_family(sans.unwrap_or_else(|| any.clone()));
    fonts.set_monospace_family(monospace.unwrap_or(any));
    Arc::new(fonts)
});

fn first_of(fonts: &Database, names: &[&str]) -> Option<String> {
    let has = |name: &str| fonts.faces().any(|face| face.families.iter().any(|(own, _)| own == name));
    names.iter().find(|name| has(name)).map(|name| (*name).to_owned())
}

/// Whether something says at its beginning that it is a drawing (SVG), and is no picture of another kind. Its text may be
/// anything yet.
#[must_use]
pub fn is_drawing(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    head.contains("<svg") && !head.contains("<html") && imagesize::image_type(bytes).is_err()
}

/// Draws a drawing on white paper: a PNG that holds the drawing's text as well.
///
/// # Errors
/// Why it cannot be drawn, in words.
pub fn drawn(svg: &[u8]) -> Result<Vec<u8>, String> {
    if svg.len() > MOST_BYTES {
        return Err("the drawing is too large".to_owned());
    }
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || draw(svg));
        let thread = thread.map_err(|error| format!("the drawing could not be drawn: {error}"))?;
        // A drawing over which the thread gives up is one that cannot be drawn.
        thread.join().unwrap_or_else(|_| Err(damaged()))
    })
}

fn damaged() -> String {
    "the drawing is damaged".to_owned()
}

fn draw(svg: &[u8]) -> Result<Vec<u8>, String> {
    let text = String::from_utf8_lossy(svg);
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&text, options).map_err(|_| damaged())?;
    cost::check(&document)?;
    let tree = Tree::from_xmltree(&document, &settings()).map_err(|_| damaged())?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let longer = width.max(height);
    let wished = if longer < SMALL { 2.0 } else { (WIDE / longer).clamp(1.0, LARGEST_SCALE) };
    let scale = wished.min((MOST_PIXELS / (width * height)).sqrt());
    let mut paper = pixmap(width * scale, height * scale).ok_or_else(damaged)?;
    paper.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut paper.as_mut());
    encoded(&paper, &text).map_err(|error| format!("the drawing could not be kept: {error}"))
}

fn pixmap(width: f32, height: f32) -> Option<Pixmap> {
    // Both are positive and bounded by `MOST_PIXELS`, but for what is next to nothing along one side.
    let pixels = |length: f32| (length.round() as u32).clamp(1, MOST_SIDE);
    Pixmap::new(pixels(width), pixels(height))
}

/// Pixels along one side at most.
const MOST_SIDE: u32 = 8_192;

/// How drawings are read: no file is opened for them, and of pictures within them only those that are no drawings are shown.
fn settings() -> Options<'static> {
    Options {
        fontdb: FONTS.clone(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, data, _| embedded(data)),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

/// A picture within a drawing.
fn embedded(data: Arc<Vec<u8>>) -> Option<ImageKind> {
    let size = imagesize::blob_size(&data).ok()?;
    if size.width.saturating_mul(size.height) > MOST_EMBEDDED_PIXELS {
        return None;
    }
    match imagesize::image_type(&data).ok()? {
        ImageType::Jpeg => Some(ImageKind::JPEG(data)),
        ImageType::Png => Some(ImageKind::PNG(data)),
        ImageType::Webp => Some(ImageKind::WEBP(data)),
        ImageType::Gif => Some(ImageKind::GIF(data)),
        _ => None,
    }
}

fn encoded(paper: &Pixmap, text: &str) -> Result<Vec<u8>, png::EncodingError> {
    let mut source = png::text_metadata::ITXtChunk::new(KEYWORD, text);
    source.compress_text()?;
    let mut info = png::Info::with_size(paper.width(), paper.height());
    info.color_type = png::ColorType::Rgb;
    info.bit_depth = png::BitDepth::Eight;
    info.utf8_text.push(source);
    let mut file = Vec::new();
    let mut writer = png::Encoder::with_info(&mut file, info)?.write_header()?;
    // The paper is white and opaque.
    let pixels: Vec<u8> = paper.data().chunks_exact(4).flat_map(|pixel| pixel.iter().take(3).copied()).collect();
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(file)
}

#[cfg(test)]
mod tests;
