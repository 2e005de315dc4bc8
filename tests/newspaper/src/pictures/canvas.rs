//! A small float canvas with soft shapes: what the scenes are painted on.
//!
//! Coordinates do not know the pixel size: `u` runs from 0 to the aspect ratio, `v` from 0 (top) to 1, so that every
//! rendition of a picture shows the same scene. Start with [`Canvas::shade`]. Nothing here decodes or encodes.

use super::noise::Dice;
use image::RgbImage;

/// Red, green and blue from 0 to 1, as displayed (gamma-encoded).
pub type Colour = [f32; 3];

/// A position in canvas coordinates.
pub type Spot = (f32, f32);

/// A colour from a hexadecimal literal such as `0xF4E3C1`.
pub const fn hex(value: u32) -> Colour {
    [((value >> 16) & 255) as f32 / 255.0, ((value >> 8) & 255) as f32 / 255.0, (value & 255) as f32 / 255.0]
}

/// `a` at 0, `b` at 1.
pub fn mix(a: Colour, b: Colour, t: f32) -> Colour {
    let t = t.clamp(0.0, 1.0);
    let [ar, ag, ab] = a;
    let [br, bg, bb] = b;
    [ar + (br - ar) * t, ag + (bg - ag) * t, ab + (bb - ab) * t]
}

/// Every channel multiplied.
pub fn scale(colour: Colour, by: f32) -> Colour {
    colour.map(|channel| channel * by)
}

/// Two colours of light added.
pub fn add(a: Colour, b: Colour, by: f32) -> Colour {
    let [ar, ag, ab] = a;
    let [br, bg, bb] = b;
    [ar + br * by, ag + bg * by, ab + bb * by]
}

/// 0 below `low`, 1 above `high`, smooth between.
pub fn smooth(low: f32, high: f32, x: f32) -> f32 {
    let t = ((x - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// The picture while it is being painted.
pub struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Colour>,
}

impl Canvas {
    pub fn new(width: u32, height: u32) -> Self {
        let (width, height) = (width.max(1) as usize, height.max(1) as usize);
        Self { width, height, pixels: vec![[0.0; 3]; width * height] }
    }

    /// Width over height: the largest `u`.
    pub fn aspect(&self) -> f32 {
        self.width as f32 / self.height as f32
    }

    /// The size of one pixel in canvas units, for soft edges.
    pub fn pixel(&self) -> f32 {
        1.0 / self.height as f32
    }

    /// Repaints every pixel from its position and present colour.
    pub fn shade(&mut self, paint: impl Fn(f32, f32, Colour) -> Colour) {
        let aspect = self.aspect();
        self.shade_within((0.0, 0.0), (aspect, 1.0), paint);
    }

    /// Repaints the pixels of a rectangle; parts outside the picture are ignored.
    pub fn shade_within(&mut self, from: Spot, to: Spot, paint: impl Fn(f32, f32, Colour) -> Colour) {
        let size = self.height as f32;
        let clamp = |x: f32, most: usize| (x.max(0.0) as usize).min(most);
        let (left, right) = (clamp((from.0 * size).floor(), self.width), clamp((to.0 * size).ceil(), self.width));
        let (top, bottom) = (clamp((from.1 * size).floor(), self.height), clamp((to.1 * size).ceil(), self.height));
        if left >= right || top >= bottom {
            return;
        }
        let rows = self.pixels.chunks_exact_mut(self.width).enumerate();
        for (y, row) in rows.skip(top).take(bottom - top) {
            let v = (y as f32 + 0.5) / size;
            for (x, pixel) in row.iter_mut().enumerate().skip(left).take(right - left) {
                *pixel = paint((x as f32 + 0.5) / size, v, *pixel);
            }
        }
    }

    /// A vertical gradient through evenly spaced stops, over the whole picture.
    pub fn gradient(&mut self, stops: &[Colour]) {
        let last = stops.len().saturating_sub(1);
        self.shade(|_, v, _| {
            let at = v * last as f32;
            let index = (at as usize).min(last.saturating_sub(1));
            let from = stops.get(index).copied().unwrap_or_default();
            let to = stops.get(index + 1).copied().unwrap_or(from);
            mix(from, to, at - index as f32)
        });
    }

    /// Light that falls off from a point; `radius` is where it has all but gone.
    pub fn glow(&mut self, at: Spot, radius: f32, colour: Colour, strength: f32) {
        self.shade_within((at.0 - radius, at.1 - radius), (at.0 + radius, at.1 + radius), |u, v, under| {
            let distance = ((u - at.0).powi(2) + (v - at.1).powi(2)).sqrt() / radius;
            let light = (1.0 - distance).max(0.0);
            add(under, colour, light * light * strength)
        });
    }

    /// A filled ellipse with edges `soft` wide.
    pub fn ellipse(&mut self, at: Spot, radii: Spot, colour: Colour, alpha: f32, soft: f32) {
        let soft = soft.max(self.pixel());
        let small = radii.0.min(radii.1);
        let reach = (radii.0 + soft, radii.1 + soft);
        self.shade_within((at.0 - reach.0, at.1 - reach.1), (at.0 + reach.0, at.1 + reach.1), |u, v, under| {
            let distance = (((u - at.0) / radii.0).powi(2) + ((v - at.1) / radii.1).powi(2)).sqrt();
            let inside = 1.0 - smooth(-0.5 * soft, 0.5 * soft, (distance - 1.0) * small);
            mix(under, colour, alpha * inside)
        });
    }

    /// A straight stroke.
    pub fn line(&mut self, a: Spot, b: Spot, width: f32, colour: Colour, alpha: f32) {
        let half = (width * 0.5).max(self.pixel() * 0.5);
        let edge = self.pixel();
        let from = (a.0.min(b.0) - half - edge, a.1.min(b.1) - half - edge);
        let to = (a.0.max(b.0) + half + edge, a.1.max(b.1) + half + edge);
        let along = (b.0 - a.0, b.1 - a.1);
        let length = (along.0 * along.0 + along.1 * along.1).max(1e-9);
        self.shade_within(from, to, |u, v, under| {
            let t = (((u - a.0) * along.0 + (v - a.1) * along.1) / length).clamp(0.0, 1.0);
            let distance = ((u - a.0 - along.0 * t).powi(2) + (v - a.1 - along.1 * t).powi(2)).sqrt();
            mix(under, colour, alpha * (1.0 - smooth(half - edge * 0.5, half + edge * 0.5, distance)))
        });
    }

    /// An axis-aligned filled rectangle.
    pub fn rect(&mut self, from: Spot, to: Spot, colour: Colour, alpha: f32) {
        self.shade_within(from, to, |_, _, under| mix(under, colour, alpha));
    }

    /// A filled polygon, even-odd, with four samples a pixel.
    pub fn polygon(&mut self, corners: &[Spot], colour: Colour, alpha: f32) {
        let low = corners.iter().fold((f32::MAX, f32::MAX), |m, c| (m.0.min(c.0), m.1.min(c.1)));
        let high = corners.iter().fold((f32::MIN, f32::MIN), |m, c| (m.0.max(c.0), m.1.max(c.1)));
        let quarter = self.pixel() * 0.25;
        self.shade_within(low, high, |u, v, under| {
            let samples = [(-quarter, -quarter), (quarter, -quarter), (-quarter, quarter), (quarter, quarter)];
            let inside = samples.iter().filter(|(du, dv)| contains(corners, u + du, v + dv)).count();
            if inside == 0 { under } else { mix(under, colour, alpha * inside as f32 * 0.25) }
        });
    }

    /// A copy to read from while this canvas is repainted.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { width: self.width, height: self.height, pixels: self.pixels.clone() }
    }

    /// The same picture on more pixels, interpolated.
    pub fn enlarged(self, width: u32, height: u32) -> Self {
        if width as usize <= self.width {
            return self;
        }
        let mut large = Self::new(width, height);
        let step = self.pixel();
        let small = Snapshot { width: self.width, height: self.height, pixels: self.pixels };
        large.shade(|u, v, _| {
            let (x, y) = (u / step - 0.5, v / step - 0.5);
            let (left, top) = (x.max(0.0) as usize, y.max(0.0) as usize);
            let (tx, ty) = (x - left as f32, y - top as f32);
            let above = mix(small.cell(left, top), small.cell(left + 1, top), tx);
            let below = mix(small.cell(left, top + 1), small.cell(left + 1, top + 1), tx);
            mix(above, below, ty)
        });
        large
    }

    /// Vignette and film grain, then eight bits a channel.
    pub fn develop(self, dice: &mut Dice, grain: f32) -> RgbImage {
        const TILE: usize = 9973;
        let speckle: Vec<f32> = (0..TILE).map(|_| (dice.unit() + dice.unit() - 1.0) * grain).collect();
        let (width, height, aspect) = (self.width, self.height, self.aspect());
        let mut bytes = Vec::with_capacity(width * height * 3);
        let mut grains = speckle.iter().cycle();
        for (at, pixel) in self.pixels.iter().enumerate() {
            let u = (at % width) as f32 / height as f32;
            let v = (at / width) as f32 / height as f32;
            let off = ((u / aspect - 0.5).powi(2) + (v - 0.5).powi(2)) * 0.55;
            let noise = grains.next().copied().unwrap_or_default();
            bytes.extend(pixel.map(|channel| ((channel * (1.0 - off) + noise).clamp(0.0, 1.0) * 255.0) as u8));
        }
        RgbImage::from_raw(width as u32, height as u32, bytes).unwrap_or_default()
    }
}

/// The colours of a canvas at one moment.
pub struct Snapshot {
    width: usize,
    height: usize,
    pixels: Vec<Colour>,
}

impl Snapshot {
    /// The colour at a position, held at the picture's edges.
    pub fn at(&self, u: f32, v: f32) -> Colour {
        let size = self.height as f32;
        self.cell((u * size).max(0.0) as usize, (v * size).max(0.0) as usize)
    }

    fn cell(&self, x: usize, y: usize) -> Colour {
        let (x, y) = (x.min(self.width - 1), y.min(self.height - 1));
        self.pixels.get(y * self.width + x).copied().unwrap_or_default()
    }
}

fn contains(corners: &[Spot], u: f32, v: f32) -> bool {
    let mut inside = false;
    let mut previous = corners.last().copied().unwrap_or_default();
    for &corner in corners {
        let crosses = (corner.1 > v) != (previous.1 > v);
        if crosses && u < (previous.0 - corner.0) * (v - corner.1) / (previous.1 - corner.1) + corner.0 {
            inside = !inside;
        }
        previous = corner;
    }
    inside
}
