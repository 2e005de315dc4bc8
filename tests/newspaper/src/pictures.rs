//! The site's pictures, painted in code: the same seed gives the same bytes on every machine.
//!
//! Start with [`Pictures::get`], which paints on first use and keeps the encoded file. Scenes live in `country`, `town` and
//! `indoors`; nothing here reads the disk.

mod canvas;
mod country;
mod icon;
mod indoors;
mod noise;
mod town;

use bytes::Bytes;
use canvas::Canvas;
use image::codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder};
use image::{ExtendedColorType, ImageEncoder, RgbImage};
use noise::Dice;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

pub use icon::PIXEL_GIF;

/// The subjects that can be painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scene {
    Hills,
    Turbines,
    Mountain,
    Fields,
    Forest,
    Sea,
    NightSky,
    City,
    Harbour,
    Stadium,
    Bridge,
    Street,
    Laboratory,
    Stage,
    Lectern,
    Chart,
}

impl Scene {
    /// Every scene with the word that content files use for it.
    pub const ALL: [(&'static str, Self); 16] = [
        ("hills", Self::Hills),
        ("turbines", Self::Turbines),
        ("mountain", Self::Mountain),
        ("fields", Self::Fields),
        ("forest", Self::Forest),
        ("sea", Self::Sea),
        ("night-sky", Self::NightSky),
        ("city", Self::City),
        ("harbour", Self::Harbour),
        ("stadium", Self::Stadium),
        ("bridge", Self::Bridge),
        ("street", Self::Street),
        ("laboratory", Self::Laboratory),
        ("stage", Self::Stage),
        ("lectern", Self::Lectern),
        ("chart", Self::Chart),
    ];

    /// The scene of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(word, _)| *word == name).map(|(_, scene)| *scene)
    }

    fn paint(self, canvas: &mut Canvas, dice: &mut Dice) {
        match self {
            Self::Hills => country::hills(canvas, dice),
            Self::Turbines => country::turbines(canvas, dice),
            Self::Mountain => country::mountain(canvas, dice),
            Self::Fields => country::fields(canvas, dice),
            Self::Forest => country::forest(canvas, dice),
            Self::Sea => country::sea(canvas, dice),
            Self::NightSky => country::night_sky(canvas, dice),
            Self::City => town::city(canvas, dice),
            Self::Harbour => town::harbour(canvas, dice),
            Self::Stadium => town::stadium(canvas, dice),
            Self::Bridge => town::bridge(canvas, dice),
            Self::Street => town::street(canvas, dice),
            Self::Laboratory => indoors::laboratory(canvas, dice),
            Self::Stage => indoors::stage(canvas, dice),
            Self::Lectern => indoors::lectern(canvas, dice),
            Self::Chart => indoors::chart(canvas, dice),
        }
    }
}

/// How a picture is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Jpeg,
    Png,
    WebP,
    Svg,
}

impl Format {
    /// The file extension, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Svg => "svg",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Svg => "image/svg+xml",
        }
    }

    /// The format with that file extension.
    pub fn from_extension(extension: &str) -> Option<Self> {
        [Self::Jpeg, Self::Png, Self::WebP, Self::Svg].into_iter().find(|format| format.extension() == extension)
    }
}

/// Wider pictures are painted at this width and enlarged: painting is the slow part.
const PAINTED: u32 = 900;

/// What to paint: one picture, before any rendition of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Picture {
    pub scene: Scene,
    pub seed: u64,
    /// Width and height in the proportion wanted, such as `(3, 2)`.
    pub ratio: (u32, u32),
}

impl Picture {
    /// The height that belongs to a width.
    pub fn height(self, width: u32) -> u32 {
        (width * self.ratio.1 / self.ratio.0.max(1)).max(1)
    }

    fn painted(self, width: u32) -> RgbImage {
        let painted = width.min(PAINTED);
        let mut canvas = Canvas::new(painted, self.height(painted));
        let mut dice = Dice::new(self.seed);
        self.scene.paint(&mut canvas, &mut dice);
        canvas.enlarged(width, self.height(width)).develop(&mut dice, 0.028)
    }
}

/// Paints on demand and keeps what was painted.
#[derive(Default)]
pub struct Pictures {
    kept: Mutex<HashMap<(Picture, u32, Format), Bytes>>,
}

impl Pictures {
    /// The encoded rendition `width` pixels wide.
    pub fn get(&self, picture: Picture, width: u32, format: Format) -> Result<Bytes, image::ImageError> {
        let key = (picture, width, format);
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(bytes) = kept {
            return Ok(bytes);
        }
        let bytes = match format {
            Format::Svg => Bytes::from(drawing(picture, width)),
            _ => encode(&picture.painted(width), format)?,
        };
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(key, bytes.clone());
        Ok(bytes)
    }
}

/// A publication's square icon as PNG.
pub fn icon_png(size: u32, colour: u32, kind: usize) -> Result<Bytes, image::ImageError> {
    encode(&icon::icon(size, colour, kind), Format::Png)
}

/// An author portrait as JPEG.
pub fn avatar_jpeg(seed: u64) -> Result<Bytes, image::ImageError> {
    encode(&icon::avatar(96, seed), Format::Jpeg)
}

fn encode(pixels: &RgbImage, format: Format) -> Result<Bytes, image::ImageError> {
    let mut out = Vec::new();
    let (width, height, colour) = (pixels.width(), pixels.height(), ExtendedColorType::Rgb8);
    match format {
        Format::Png => PngEncoder::new(&mut out).write_image(pixels, width, height, colour)?,
        Format::WebP => WebPEncoder::new_lossless(&mut out).write_image(pixels, width, height, colour)?,
        Format::Jpeg | Format::Svg => {
            JpegEncoder::new_with_quality(&mut out, 84).write_image(pixels, width, height, colour)?;
        }
    }
    Ok(Bytes::from(out))
}

/// A line drawing with a script in it, so that it can be seen to matter that drawings are shown as pictures alone.
fn drawing(picture: Picture, width: u32) -> String {
    let height = picture.height(width);
    let mut dice = Dice::new(picture.seed);
    let mut bars = String::new();
    for bar in 0..8 {
        let tall = dice.between(0.2, 0.9) * height as f32;
        let (x, y) = (width as f32 * (0.06 + bar as f32 * 0.115), height as f32 - tall);
        bars.push_str(&format!(
            r##"<rect x="{x:.0}" y="{y:.0}" width="{:.0}" height="{tall:.0}" fill="#2b6777"/>"##,
            width as f32 * 0.08
        ));
    }
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"><rect width="100%" height="100%" fill="#f6efe0"/>{bars}<script>alert("drawing")</script></svg>"##
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scene_decodes_at_its_size_and_repeats() {
        for (index, (name, scene)) in Scene::ALL.into_iter().enumerate() {
            let picture = Picture { scene, seed: index as u64, ratio: (3, 2) };
            let bytes = Pictures::default().get(picture, 240, Format::Jpeg).unwrap();
            let decoded = image::load_from_memory(&bytes).unwrap();
            assert_eq!((decoded.width(), decoded.height()), (240, 160), "{name}");
            assert_eq!(bytes, Pictures::default().get(picture, 240, Format::Jpeg).unwrap(), "{name}");
        }
    }

    #[test]
    fn every_format_decodes() {
        let picture = Picture { scene: Scene::Sea, seed: 3, ratio: (4, 5) };
        for format in [Format::Jpeg, Format::Png, Format::WebP] {
            let bytes = Pictures::default().get(picture, 120, format).unwrap();
            assert_eq!(image::load_from_memory(&bytes).unwrap().height(), 150);
        }
        let svg = Pictures::default().get(picture, 120, Format::Svg).unwrap();
        assert!(image::load_from_memory(&svg).is_err());
    }

    #[test]
    fn the_small_pictures_decode() {
        assert_eq!(image::load_from_memory(&icon_png(64, 0x334455, 2).unwrap()).unwrap().width(), 64);
        assert_eq!(image::load_from_memory(&avatar_jpeg(4).unwrap()).unwrap().width(), 96);
    }
}
