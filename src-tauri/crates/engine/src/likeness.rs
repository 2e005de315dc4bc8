//! Whether two pictures are one: in another size, of another kind, packed anew, or with a little cut off.
//!
//! A likeness is a picture in grey, at most 32 points along its longer side: its width, its height, and its points from the
//! left above. Two are alike when one fits a window of the other that holds most of it, point by point, but for brightness
//! and contrast (normalised cross-correlation; Lewis 1995). A hash of 64 bits takes two pictures of one speaker for one
//! picture; this does not, and what it takes for one is shown once, so that a mistake would hide a picture.

/// Points along the longer side.
const SIDE: u32 = 32;
/// Points along the shorter side, below which there is too little to tell.
const NARROWEST: u32 = 6;
/// The share of a picture that is there when something was cut off.
const LEAST_KEPT: f32 = 0.7;
/// How well a window must fit, from -1 to 1, when nothing was cut off, and when something was.
const FITS_WHOLE: f32 = 0.99;
const FITS_CUT: f32 = 0.975;
/// Sizes of windows that are tried, beside the largest.
const SCALES: u8 = 6;
/// How well the best place must fit before its edges are moved.
const NEAR: f32 = 0.75;
/// The spread of grey below which a picture has nothing to be known by.
const FLAT: f32 = 6.0;
/// How far a single point may be off, in spreads of the whole: where points fall between points, edges differ more.
const FARTHEST_WHOLE: f32 = 0.75;
const FARTHEST_CUT: f32 = 1.2;

/// The likeness of a picture in grey; `None` of one that is too narrow or too flat to be known again.
pub(crate) fn of(grey: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    let longer = width.max(height);
    let to = |side: u32| (side * SIDE + longer / 2).checked_div(longer).unwrap_or(0).min(SIDE);
    let (across, down) = (to(width), to(height));
    if across < NARROWEST || down < NARROWEST || grey.len() != (width as usize) * (height as usize) {
        return None;
    }
    let mut likeness = vec![u8::try_from(across).ok()?, u8::try_from(down).ok()?];
    for row in 0..down {
        for column in 0..across {
            likeness.push(mean(grey, width, &shares(column, across, width), &shares(row, down, height)));
        }
    }
    let view = View::of(&likeness)?;
    (view.spread() >= FLAT).then_some(likeness)
}

/// Whether two likenesses are of one picture.
pub(crate) fn alike(one: &[u8], other: &[u8]) -> bool {
    let (Some(one), Some(other)) = (View::of(one), View::of(other)) else { return false };
    fits(&one, &other) || fits(&other, &one)
}

/// The points of `from` that the point `at` of `of` stands for, each with how much of it.
fn shares(at: u32, of: u32, from: u32) -> Vec<(u32, f32)> {
    let scale = from as f32 / of as f32;
    let (first, last) = (at as f32 * scale, (at + 1) as f32 * scale);
    let points = (first as u32)..(last.ceil() as u32).min(from);
    points.map(|point| (point, last.min(point as f32 + 1.0) - first.max(point as f32))).collect()
}

fn mean(grey: &[u8], width: u32, columns: &[(u32, f32)], rows: &[(u32, f32)]) -> u8 {
    let (mut sum, mut area) = (0.0, 0.0);
    for (row, high) in rows {
        for (column, wide) in columns {
            let point = grey.get((row * width + column) as usize).copied().unwrap_or_default();
            sum += f32::from(point) * high * wide;
            area += high * wide;
        }
    }
    (sum / area).round() as u8
}

struct View {
    width: u8,
    height: u8,
    points: Vec<f32>,
}

/// A window: the left and upper edge, and the size, in points.
#[derive(Clone, Copy)]
struct Window {
    left: f32,
    top: f32,
    width: f32,
    height: f32,
}

impl View {
    fn of(likeness: &[u8]) -> Option<Self> {
        let [width, height, points @ ..] = likeness else { return None };
        let is_whole = points.len() == usize::from(*width) * usize::from(*height) && *width > 1 && *height > 1;
        let points = points.iter().copied().map(f32::from).collect();
        is_whole.then_some(Self { width: *width, height: *height, points })
    }

    /// The same, each point mixed with its neighbours (binomial filter): what is finer than a point looks otherwise wherever
    /// the points fall.
    fn softened(&self) -> Self {
        let (last_column, last_row) = (usize::from(self.width) - 1, usize::from(self.height) - 1);
        let mixed = |column: usize, row: usize| {
            let line = |row: usize| {
                self.point(column.saturating_sub(1), row)
                    + 2.0 * self.point(column, row)
                    + self.point((column + 1).min(last_column), row)
            };
            (line(row.saturating_sub(1)) + 2.0 * line(row) + line((row + 1).min(last_row))) / 16.0
        };
        let places = (0..=last_row).flat_map(|row| (0..=last_column).map(move |column| (column, row)));
        Self { points: places.map(|(column, row)| mixed(column, row)).collect(), ..*self }
    }

    fn size(&self) -> (f32, f32) {
        (f32::from(self.width), f32::from(self.height))
    }

    fn spread(&self) -> f32 {
        let count = self.points.len().max(1) as f32;
        let mean = self.points.iter().sum::<f32>() / count;
        (self.points.iter().map(|point| (point - mean).powi(2)).sum::<f32>() / count).sqrt()
    }

    fn point(&self, column: usize, row: usize) -> f32 {
        self.points.get(row * usize::from(self.width) + column).copied().unwrap_or_default()
    }

    /// The grey between points, whose middles lie at a half.
    fn between(&self, across: f32, down: f32) -> f32 {
        let (last_column, last_row) = (f32::from(self.width) - 1.0, f32::from(self.height) - 1.0);
        let (across, down) = ((across - 0.5).clamp(0.0, last_column), (down - 0.5).clamp(0.0, last_row));
        let (left, top) = (across.floor(), down.floor());
        let (right, below) = ((left + 1.0).min(last_column), (top + 1.0).min(last_row));
        let (x, y) = (across - left, down - top);
        let at = |column: f32, row: f32| self.point(column as usize, row as usize);
        let upper = at(left, top) * (1.0 - x) + at(right, top) * x;
        let lower = at(left, below) * (1.0 - x) + at(right, below) * x;
        upper * (1.0 - y) + lower * y
    }
}

/// Whether `part` is a window of `whole` that holds most of it.
fn fits(part: &View, whole: &View) -> bool {
    let (width, height) = whole.size();
    let (part_width, part_height) = part.size();
    // The largest window of the part's shape.
    let scale = (width / part_width).min(height / part_height);
    let (widest, highest) = (part_width * scale, part_height * scale);
    let kept = widest * highest / (width * height);
    if kept < LEAST_KEPT {
        return false;
    }
    let all = Window { left: 0.0, top: 0.0, width, height };
    if kept > 0.94 && judged(part, whole, all, FARTHEST_WHOLE) >= FITS_WHOLE {
        return true;
    }
    let (part, whole) = (&part.softened(), &whole.softened());
    let least = (LEAST_KEPT / kept).sqrt();
    (0..=SCALES).any(|step| {
        let share = 1.0 - (1.0 - least) * f32::from(step) / f32::from(SCALES);
        let near = nearest(part, whole, (widest * share, highest * share));
        if near.0 < NEAR {
            return false;
        }
        let best = settled(part, whole, near);
        best.0 >= FITS_CUT && judged(part, whole, best.1, FARTHEST_CUT) >= FITS_CUT
    })
}

/// The best place for a window of a size, looked for in steps of one point.
fn nearest(part: &View, whole: &View, (width, height): (f32, f32)) -> (f32, Window) {
    let places = |room: f32| {
        let room = room.max(0.0);
        let steps = room.ceil().max(1.0) as u8;
        (0..=steps).map(move |step| room * f32::from(step) / f32::from(steps))
    };
    let mut best = (f32::MIN, Window { left: 0.0, top: 0.0, width, height });
    for left in places(whole.size().0 - width) {
        for top in places(whole.size().1 - height) {
            let window = Window { left, top, width, height };
            let fit = correlation(part, whole, window).0;
            if fit > best.0 {
                best = (fit, window);
            }
        }
    }
    best
}

/// Moves the edges of a window, in ever smaller steps, for as long as the part fits better.
fn settled(part: &View, whole: &View, near: (f32, Window)) -> (f32, Window) {
    let (across, down) = whole.size();
    let mut best = near;
    let mut reach = 0.5;
    while reach > 0.1 {
        for _ in 0..3 {
            let before = best.0;
            for by in [-reach, reach] {
                let at = best.1;
                for tried in [
                    Window { left: at.left + by, ..at },
                    Window { top: at.top + by, ..at },
                    Window { width: at.width + by, ..at },
                    Window { height: at.height + by, ..at },
                    Window { left: at.left - by / 2.0, width: at.width + by, ..at },
                    Window { top: at.top - by / 2.0, height: at.height + by, ..at },
                ] {
                    // A crop keeps its shape, but for what rounding took.
                    let stretch = (tried.width * near.1.height) / (tried.height * near.1.width);
                    let is_inside = tried.left >= -0.01
                        && tried.top >= -0.01
                        && tried.left + tried.width <= across + 0.01
                        && tried.top + tried.height <= down + 0.01;
                    if !is_inside || !(0.95..=1.05).contains(&stretch) {
                        continue;
                    }
                    let fit = correlation(part, whole, tried).0;
                    if fit > best.0 {
                        best = (fit, tried);
                    }
                }
            }
            if best.0 <= before {
                break;
            }
        }
        reach /= 2.0;
    }
    best
}

/// How well the part fits; nothing where a single point is far off, as where something else is in the picture.
fn judged(part: &View, whole: &View, window: Window, most: f32) -> f32 {
    let (fit, farthest) = correlation(part, whole, window);
    if farthest > most { f32::MIN } else { fit }
}

/// The correlation of the part with the window, and how far the farthest point is off when both have the same brightness
/// and contrast.
fn correlation(part: &View, whole: &View, window: Window) -> (f32, f32) {
    let (across, down) = part.size();
    let mut pairs = Vec::with_capacity(part.points.len());
    for row in 0..part.height {
        for column in 0..part.width {
            let x = window.left + (f32::from(column) + 0.5) * window.width / across;
            let y = window.top + (f32::from(row) + 0.5) * window.height / down;
            pairs.push((part.point(usize::from(column), usize::from(row)), whole.between(x, y)));
        }
    }
    let count = pairs.len() as f32;
    let (one, other) = pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
    let (one, other) = (one / count, other / count);
    let (mut both, mut ones, mut others) = (0.0f32, 0.0f32, 0.0f32);
    for (first, second) in &pairs {
        both += (first - one) * (second - other);
        ones += (first - one).powi(2);
        others += (second - other).powi(2);
    }
    let (ones, others) = ((ones / count).sqrt(), (others / count).sqrt());
    if ones < FLAT || others < FLAT {
        return (f32::MIN, f32::MAX);
    }
    let farthest = pairs
        .iter()
        .map(|(first, second)| ((first - one) / ones - (second - other) / others).abs())
        .fold(0.0, f32::max);
    (both / count / ones / others, farthest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture in grey by a formula of its place, each side from 0 to 1.
    fn picture(width: u32, height: u32, of: impl Fn(f32, f32) -> f32) -> Vec<u8> {
        cut(width, height, (0.0, 0.0, 1.0, 1.0), of)
    }

    /// The part of a picture from its left and upper to its right and lower edge.
    fn cut(
        width: u32,
        height: u32,
        (left, top, right, bottom): (f32, f32, f32, f32),
        of: impl Fn(f32, f32) -> f32,
    ) -> Vec<u8> {
        let place = |at: f32, all: u32, from: f32, to: f32| from + at / all as f32 * (to - from);
        let points = (0..height).flat_map(|row| (0..width).map(move |column| (column as f32, row as f32)));
        // A point is the mean of what falls on it, as in a camera.
        let grey = points.map(|(column, row)| {
            let parts = [0.125, 0.375, 0.625, 0.875];
            let of_part =
                |x: f32, y: f32| of(place(column + x, width, left, right), place(row + y, height, top, bottom));
            let sum: f32 = parts.iter().flat_map(|y| parts.iter().map(move |x| of_part(*x, *y))).sum();
            (sum / 16.0).clamp(0.0, 255.0) as u8
        });
        super::of(&grey.collect::<Vec<u8>>(), width, height).unwrap()
    }

    /// A landscape with a sun, hills and a tower, whose place differs from scene to scene.
    fn scene(number: u32) -> impl Fn(f32, f32) -> f32 + Copy {
        let seed = number as f32;
        move |x, y| {
            let hill = 0.55 + 0.12 * (x * (5.0 + seed) + seed).sin() + 0.05 * (x * 17.0 + seed * 2.0).cos();
            let sun = ((x - 0.2 - 0.11 * seed).powi(2) + (y - 0.25).powi(2)).sqrt();
            let tower = (x - 0.8 + 0.13 * seed).abs() < 0.06 && y > 0.25 && y < 0.7;
            let sky = 190.0 - 60.0 * y + if sun < 0.1 { 60.0 } else { 0.0 };
            let ground = 90.0 - 40.0 * y + 25.0 * (x * 31.0 + y * 23.0 + seed).sin();
            if tower {
                40.0
            } else if y > hill {
                ground
            } else {
                sky
            }
        }
    }

    #[test]
    fn another_size_and_other_light_are_the_same_picture() {
        for number in 0..5 {
            let of = scene(number);
            let large = picture(96, 64, of);
            assert!(alike(&large, &picture(60, 40, of)), "{number}: smaller");
            assert!(alike(&large, &picture(100, 66, |x, y| of(x, y) * 0.85 + 20.0)), "{number}: paler");
            let grain = |x: f32, y: f32| of(x, y) + 8.0 * ((x * 911.0 + y * 577.0).sin());
            assert!(alike(&large, &picture(96, 64, grain)), "{number}: packed badly");
        }
    }

    #[test]
    fn a_picture_with_a_little_cut_off_is_the_same_one() {
        for number in 0..5 {
            let of = scene(number);
            let large = picture(96, 64, of);
            for edges in [
                (0.0, 0.08, 1.0, 0.93),
                (0.05, 0.0, 0.97, 1.0),
                (0.06, 0.06, 0.94, 0.94),
                (0.0, 0.0, 0.9, 1.0),
                (0.0, 0.2, 1.0, 1.0),
            ] {
                let (width, height) = (96.0 * (edges.2 - edges.0), 64.0 * (edges.3 - edges.1));
                let part = cut(width as u32, height as u32, edges, of);
                assert!(alike(&large, &part) && alike(&part, &large), "{number}: {edges:?}");
            }
        }
    }

    #[test]
    fn other_pictures_are_other_pictures() {
        for one in 0..6 {
            for other in 0..one {
                assert!(!alike(&picture(96, 64, scene(one)), &picture(96, 64, scene(other))), "{one}, {other}");
            }
        }
    }

    #[test]
    fn one_place_with_something_else_in_it_is_another_picture() {
        for number in 0..5 {
            let of = scene(number);
            let someone = |x: f32, y: f32| if (x - 0.5).abs() < 0.05 && y > 0.45 { 235.0 } else { of(x, y) };
            assert!(!alike(&picture(96, 64, of), &picture(96, 64, someone)), "{number}");
            let half = cut(48, 64, (0.0, 0.0, 0.5, 1.0), of);
            assert!(!alike(&picture(96, 64, of), &half), "{number}: half of it");
        }
    }

    #[test]
    fn curves_in_one_frame_are_other_pictures() {
        let curve = |of: fn(f32) -> f32| {
            move |x: f32, y: f32| {
                let frame = (x - 0.08).abs() < 0.012 || (y - 0.9).abs() < 0.015;
                if frame {
                    0.0
                } else if (y - of(x)).abs() < 0.03 {
                    60.0
                } else {
                    250.0
                }
            }
        };
        let rising = picture(128, 80, curve(|x| 0.8 - 0.6 * x));
        assert!(!alike(&rising, &picture(128, 80, curve(|x| 0.2 + 0.6 * x))));
        assert!(!alike(&rising, &picture(128, 80, curve(|x| 0.7 - 0.4 * x * x))));
    }

    #[test]
    fn what_is_flat_or_narrow_is_like_nothing() {
        assert_eq!(super::of(&[7; 96 * 64], 96, 64), None);
        assert_eq!(super::of(&[7; 900], 300, 3), None);
        assert_eq!(super::of(&[], 0, 0), None);
        assert!(!alike(b"", b"") && !alike(&[32, 21, 0], &[32, 21, 0]));
    }
}
