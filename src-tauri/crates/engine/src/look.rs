//! Looks at a picture: decodes it within bounds, makes the smaller copy that is shown of a large one, and takes down its
//! colours and by what it is known again.
//!
//! The picture itself is never changed. What this module cannot decode is shown as it is.

use std::io::Cursor;

use fast_image_resize as fir;
use fir::images::{Image, ImageRef};
use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{AnimationDecoder, DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, Limits};

use crate::likeness;

/// Pixels that a picture may have to be decoded; beyond that it is kept, and shown as far as it can be, but not looked at.
const MOST_PIXELS: u64 = 32_000_000;
/// Bytes that a decoder may take beside the picture.
const MOST_MEMORY: u64 = 256 << 20;

/// A picture of more bytes than this, or wider than [`WIDE`], gets a smaller copy.
const LARGE_BYTES: usize = 400_000;
const WIDE: u32 = 2_560;
/// Pixels across a smaller copy: a page's widest picture on a screen with two pixels for one.
const DISPLAY_WIDTH: u32 = 1_920;
/// Of a hundred; above it, eyes see nothing more.
const QUALITY: u8 = 82;

/// Pixels along the longer side of what a ThumbHash is taken from, as its specification has it.
const THUMB: u32 = 100;

/// How a picture looks.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// A smaller copy, to be shown in its place.
    pub(crate) display: Option<Vec<u8>>,
    /// ThumbHash.
    pub(crate) thumbhash: Option<Vec<u8>>,
    /// See [`likeness`].
    pub(crate) likeness: Option<Vec<u8>>,
}

/// Looks at a picture; nothing is known of one that cannot be decoded.
pub(crate) fn look_at(bytes: &[u8]) -> Seen {
    let Some(decoded) = decode(bytes) else { return Seen::default() };
    let large = bytes.len() > LARGE_BYTES || decoded.pixels.width > WIDE;
    let (thumbhash, likeness, display) = (|| {
        let shown = if decoded.pixels.width > DISPLAY_WIDTH {
            decoded.pixels.resized(DISPLAY_WIDTH, scaled(decoded.pixels.height, DISPLAY_WIDTH, decoded.pixels.width))?
        } else {
            decoded.pixels
        };
        let small = shown.within(THUMB)?;
        let likeness = likeness::of(&small.grey(), small.width, small.height);
        let thumbhash = thumbhash::rgba_to_thumb_hash(small.width as usize, small.height as usize, &small.rgba());
        let display = if large && !decoded.moves { shown.encoded(decoded.profile) } else { None };
        Some((thumbhash, likeness, display))
    })()
    .map_or((None, None, None), |(thumbhash, likeness, display)| (Some(thumbhash), likeness, display));
    // A copy that saves little is none: the picture itself is better.
    let display = display.filter(|copy| copy.len() * 5 < bytes.len() * 4);
    Seen { display, thumbhash, likeness }
}

/// What stands in a picture's place while it loads: its colours as a small PNG.
pub(crate) fn placeholder(thumbhash: &[u8]) -> Option<Vec<u8>> {
    let (width, height, rgba) = thumbhash::thumb_hash_to_rgba(thumbhash).ok()?;
    let mut png = Vec::new();
    let (width, height) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    PngEncoder::new(&mut png).write_image(&rgba, width, height, ExtendedColorType::Rgba8).ok()?;
    Some(png)
}

/// Rows of pixels, three bytes each, or four where some are clear.
struct Pixels {
    width: u32,
    height: u32,
    bytes: Vec<u8>,
    is_clear: bool,
}

struct Decoded {
    pixels: Pixels,
    /// The colour profile (ICC) that a copy needs to have the same colours.
    profile: Option<Vec<u8>>,
    /// It has more than one frame.
    moves: bool,
}

fn decode(bytes: &[u8]) -> Option<Decoded> {
    let source = || Cursor::new(bytes);
    match image::guess_format(bytes).ok()? {
        ImageFormat::Jpeg => from_decoder(JpegDecoder::new(source()).ok()?, false),
        ImageFormat::Png => {
            let decoder = PngDecoder::with_limits(source(), limits()).ok()?;
            let moves = decoder.is_apng().unwrap_or(false);
            from_decoder(decoder, moves)
        }
        ImageFormat::WebP => {
            let decoder = WebPDecoder::new(source()).ok()?;
            let moves = decoder.has_animation();
            from_decoder(decoder, moves)
        }
        ImageFormat::Gif => {
            let mut counted = GifDecoder::new(source()).ok()?;
            within_bounds(&mut counted)?;
            let moves = counted.into_frames().take(2).count() > 1;
            from_decoder(GifDecoder::new(source()).ok()?, moves)
        }
        _ => None,
    }
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    limits
}

fn within_bounds(decoder: &mut impl ImageDecoder) -> Option<()> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return None;
    }
    decoder.set_limits(limits()).ok()
}

fn from_decoder(mut decoder: impl ImageDecoder, moves: bool) -> Option<Decoded> {
    within_bounds(&mut decoder)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    // A profile for ink would spoil what was decoded to light.
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| profile.get(16..20) == Some(b"RGB "));
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    let (width, height) = (picture.width(), picture.height());
    let is_clear = picture.color().has_alpha();
    let bytes = if is_clear { picture.into_rgba8().into_raw() } else { picture.into_rgb8().into_raw() };
    let mut pixels = Pixels { width, height, bytes, is_clear };
    if is_clear && pixels.bytes.chunks_exact(4).all(|pixel| pixel.last() == Some(&255)) {
        pixels = pixels.opaque();
    }
    Some(Decoded { pixels, profile, moves })
}

/// `length`, scaled by `to` / `from`; at least one.
fn scaled(length: u32, to: u32, from: u32) -> u32 {
    let scaled = (u64::from(length) * u64::from(to) + u64::from(from) / 2) / u64::from(from.max(1));
    u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
}

impl Pixels {
    fn kind(&self) -> fir::PixelType {
        if self.is_clear { fir::PixelType::U8x4 } else { fir::PixelType::U8x3 }
    }

    fn resized(&self, width: u32, height: u32) -> Option<Self> {
        let source = ImageRef::new(self.width, self.height, &self.bytes, self.kind()).ok()?;
        let mut target = Image::new(width, height, self.kind());
        let options = fir::ResizeOptions::new().resize_alg(fir::ResizeAlg::Convolution(fir::FilterType::CatmullRom));
        fir::Resizer::new().resize(&source, &mut target, &options).ok()?;
        Some(Self { width, height, bytes: target.into_vec(), is_clear: self.is_clear })
    }

    /// The same with at most `longest` pixels along its longer side.
    fn within(&self, longest: u32) -> Option<Self> {
        let side = self.width.max(self.height);
        let to = side.min(longest);
        self.resized(scaled(self.width, to, side), scaled(self.height, to, side))
    }

    fn opaque(self) -> Self {
        let bytes = self.bytes.chunks_exact(4).flat_map(|pixel| pixel.iter().take(3)).copied().collect();
        Self { bytes, is_clear: false, ..self }
    }

    fn rgba(&self) -> Vec<u8> {
        if self.is_clear {
            return self.bytes.clone();
        }
        self.bytes.chunks_exact(3).flat_map(|pixel| pixel.iter().copied().chain([255])).collect()
    }

    /// Luma (ITU-R BT.601) on white paper.
    fn grey(&self) -> Vec<u8> {
        let pixels = self.bytes.chunks_exact(if self.is_clear { 4 } else { 3 });
        let grey = |pixel: &[u8]| {
            let [red, green, blue, rest @ ..] = pixel else { return 0 };
            let light = (299 * u32::from(*red) + 587 * u32::from(*green) + 114 * u32::from(*blue)) / 1000;
            let cover = u32::from(rest.first().copied().unwrap_or(255));
            u8::try_from((light * cover + 255 * (255 - cover)) / 255).unwrap_or(u8::MAX)
        };
        pixels.map(grey).collect()
    }

    /// As a file: what is clear stays so.
    fn encoded(&self, profile: Option<Vec<u8>>) -> Option<Vec<u8>> {
        let mut file = Vec::new();
        if self.is_clear {
            let mut encoder = PngEncoder::new(&mut file);
            if let Some(profile) = profile {
                encoder.set_icc_profile(profile).ok()?;
            }
            encoder.write_image(&self.bytes, self.width, self.height, ExtendedColorType::Rgba8).ok()?;
        } else {
            let mut encoder = JpegEncoder::new_with_quality(&mut file, QUALITY);
            if let Some(profile) = profile {
                encoder.set_icc_profile(profile).ok()?;
            }
            encoder.write_image(&self.bytes, self.width, self.height, ExtendedColorType::Rgb8).ok()?;
        }
        Some(file)
    }
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    /// A picture whose every point differs from its neighbours, so that its file is large.
    fn busy(width: u32, height: u32) -> RgbImage {
        let mut state = 1u32;
        RgbImage::from_fn(width, height, |x, y| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (state >> 28) as u8;
            Rgb([(x * 200 / width) as u8 + noise, (y * 200 / height) as u8 + noise, 90 + noise])
        })
    }

    fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.into().write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn size_of(bytes: &[u8]) -> (u32, u32) {
        let picture = image::load_from_memory(bytes).unwrap();
        (picture.width(), picture.height())
    }

    #[test]
    fn a_large_picture_gets_a_smaller_copy_and_a_small_one_none() {
        let large = file(busy(3000, 1500), ImageFormat::Jpeg);
        let seen = look_at(&large);
        let display = seen.display.unwrap();
        assert_eq!(size_of(&display), (1920, 960));
        assert!(display.len() < large.len() && seen.thumbhash.is_some());
        let small = look_at(&file(busy(300, 200), ImageFormat::Jpeg));
        assert!(small.display.is_none() && small.thumbhash.is_some() && small.likeness.is_some());
    }

    #[test]
    fn what_is_clear_stays_clear_and_what_moves_is_left_alone() {
        let solid = busy(2700, 300);
        let clear = RgbaImage::from_fn(2700, 300, |x, y| {
            let Rgb([red, green, blue]) = *solid.get_pixel(x, y);
            Rgba([red, green, blue, (x % 256) as u8])
        });
        let display = look_at(&file(clear, ImageFormat::Png)).display.unwrap();
        let copy = image::load_from_memory(&display).unwrap();
        assert_eq!((copy.width(), copy.color().has_alpha()), (1920, true));

        let mut moving = Vec::new();
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut moving);
        for shade in [0, 200] {
            let frame = RgbaImage::from_pixel(2600, 4, Rgba([shade, 0, 0, 255]));
            encoder.encode_frame(image::Frame::new(frame)).unwrap();
        }
        drop(encoder);
        assert!(decode(&moving).unwrap().moves);
        assert!(look_at(&moving).display.is_none());
    }

    #[test]
    fn a_picture_that_lies_on_its_side_is_set_upright() {
        let jpeg = file(busy(700, 2800), ImageFormat::Jpeg);
        // An APP1 segment behind the first marker: TIFF, one entry, orientation 6 (turn by a quarter).
        let exif = b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let turned = [&jpeg[..2], exif, &jpeg[2..]].concat();
        assert_eq!(size_of(&look_at(&turned).display.unwrap()), (1920, 480));
    }

    #[test]
    fn what_cannot_be_decoded_or_is_a_bomb_is_left_alone() {
        for bytes in [&b""[..], b"GIF89a", b"\xff\xd8\xff", b"RIFF\x04\0\0\0WEBP", b"<html>"] {
            assert!(look_at(bytes).thumbhash.is_none());
        }
        // A head that promises sixty thousand by sixty thousand points.
        let mut bomb = file(busy(8, 8), ImageFormat::Png);
        bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        assert!(look_at(&bomb).thumbhash.is_none());
        let broken = file(busy(600, 400), ImageFormat::Jpeg);
        let _ = look_at(&broken[..broken.len() / 2]);
    }

    #[test]
    fn a_placeholder_is_a_small_picture() {
        let seen = look_at(&file(busy(300, 200), ImageFormat::WebP));
        let png = placeholder(&seen.thumbhash.unwrap()).unwrap();
        let (width, height) = size_of(&png);
        assert!(width == 32 && height < 32);
        assert_eq!(placeholder(b""), None);
    }
}
