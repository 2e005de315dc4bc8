//! Publication icons, author portraits and the tracking pixel: the small pictures that are no figures.

use super::canvas::{Canvas, Colour, hex, mix, scale};
use super::noise::Dice;
use image::RgbImage;

/// A transparent GIF of one pixel, as trackers serve it.
pub const PIXEL_GIF: &[u8] = &[
    0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x21, 0xF9, 4, 1, 0, 0, 0,
    0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B,
];

/// A square mark in the publication's colour; `kind` chooses the device.
pub fn icon(size: u32, colour: u32, kind: usize) -> RgbImage {
    let mut canvas = Canvas::new(size, size);
    let field = hex(colour);
    let ink: Colour = hex(0xFBF7EE);
    canvas.gradient(&[mix(field, ink, 0.08), scale(field, 0.86)]);
    match kind % 5 {
        0 => {
            for rule in 0..4 {
                let v = 0.3 + rule as f32 * 0.14;
                canvas.line((0.22, v), (if rule == 3 { 0.56 } else { 0.78 }, v), 0.06, ink, 1.0);
            }
        }
        1 => {
            canvas.ellipse((0.5, 0.5), (0.3, 0.3), ink, 1.0, 0.01);
            canvas.ellipse((0.5, 0.5), (0.23, 0.23), field, 1.0, 0.01);
            canvas.ellipse((0.69, 0.36), (0.09, 0.09), ink, 1.0, 0.01);
            canvas.ellipse((0.5, 0.5), (0.07, 0.07), ink, 1.0, 0.01);
        }
        2 => {
            canvas.polygon(&[(0.26, 0.78), (0.5, 0.2), (0.74, 0.78)], ink, 1.0);
            canvas.ellipse((0.5, 0.62), (0.1, 0.1), field, 1.0, 0.01);
        }
        3 => {
            for arc in 0..3 {
                let radius = 0.16 + arc as f32 * 0.14;
                canvas.ellipse((0.28, 0.72), (radius, radius), ink, if arc == 0 { 1.0 } else { 0.38 }, 0.01);
            }
        }
        _ => {
            canvas.ellipse((0.5, 0.5), (0.3, 0.3), ink, 1.0, 0.01);
            canvas.line((0.2, 0.5), (0.8, 0.5), 0.05, field, 1.0);
            canvas.ellipse((0.5, 0.5), (0.13, 0.31), field, 0.55, 0.01);
        }
    }
    canvas.develop(&mut Dice::new(u64::from(colour)), 0.0)
}

/// A simple author portrait.
pub fn avatar(size: u32, seed: u64) -> RgbImage {
    let mut dice = Dice::new(seed);
    let mut canvas = Canvas::new(size, size);
    let back = dice.pick(&[hex(0xB9C7C4), hex(0xD8C3A5), hex(0xA9B4CC), hex(0xCDB4B4)]);
    canvas.gradient(&[mix(back, [1.0; 3], 0.3), back]);
    let skin = dice.pick(&[hex(0xC9906B), hex(0x8C5A3C), hex(0xE2B48F)]);
    let hair = dice.pick(&[hex(0x1E1613), hex(0x6B6660), hex(0x4A2F1E)]);
    canvas.ellipse((0.5, 1.02), (0.38, 0.36), scale(back, 0.4), 1.0, 0.01);
    canvas.ellipse((0.5, 0.4), (0.2, 0.24), hair, 1.0, 0.01);
    canvas.ellipse((0.5, 0.46), (0.165, 0.21), skin, 1.0, 0.01);
    canvas.develop(&mut dice, 0.02)
}
