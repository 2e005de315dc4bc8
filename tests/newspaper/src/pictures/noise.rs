//! Repeatable chance and smooth noise: the same seed always paints the same picture.

/// A splitmix64 generator (Steele, Lea and Flood, 2014).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D_4C95_7F2D)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// At least 0, below 1.
    pub fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// At least `low`, below `high`.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// One of the choices; the default of the type when there are none.
    pub fn pick<T: Copy + Default>(&mut self, choices: &[T]) -> T {
        let index = self.next() % choices.len().max(1) as u64;
        choices.get(index as usize).copied().unwrap_or_default()
    }
}

fn lattice(x: i32, y: i32, seed: u32) -> f32 {
    let mut h = (x as u32).wrapping_mul(0x85EB_CA6B) ^ (y as u32).wrapping_mul(0xC2B2_AE35) ^ seed;
    h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
    h = (h ^ (h >> 12)).wrapping_mul(0x297A_2D39);
    (h ^ (h >> 15)) as f32 / u32::MAX as f32
}

/// Rounding down by a cast, because `f32::floor` is a library call on older processors.
fn floor(x: f32) -> i32 {
    let cut = x as i32;
    if cut as f32 > x { cut - 1 } else { cut }
}

/// Value noise from 0 to 1, one feature a unit.
pub fn noise(x: f32, y: f32, seed: u32) -> f32 {
    let (ix, iy) = (floor(x), floor(y));
    let (tx, ty) = (x - ix as f32, y - iy as f32);
    let (sx, sy) = (tx * tx * (3.0 - 2.0 * tx), ty * ty * (3.0 - 2.0 * ty));
    let (a, b) = (lattice(ix, iy, seed), lattice(ix, iy + 1, seed));
    let above = a + (lattice(ix + 1, iy, seed) - a) * sx;
    let below = b + (lattice(ix + 1, iy + 1, seed) - b) * sx;
    above + (below - above) * sy
}

/// Several octaves of [`noise`], from 0 to 1.
pub fn clouds(x: f32, y: f32, octaves: u32, seed: u32) -> f32 {
    let (mut sum, mut weight, mut total) = (0.0, 0.5, 0.0);
    let (mut x, mut y) = (x, y);
    for octave in 0..octaves {
        sum += noise(x, y, seed.wrapping_add(octave * 7919)) * weight;
        total += weight;
        weight *= 0.5;
        (x, y) = (x * 2.03 + 11.7, y * 2.03 + 5.3);
    }
    sum / total
}

/// Sharp-crested noise from 0 to 1, for mountain ridges.
pub fn crests(x: f32, y: f32, octaves: u32, seed: u32) -> f32 {
    let (mut sum, mut weight, mut total) = (0.0, 0.5, 0.0);
    let (mut x, mut y) = (x, y);
    for octave in 0..octaves {
        let n = 1.0 - (noise(x, y, seed.wrapping_add(octave * 104_729)) * 2.0 - 1.0).abs();
        sum += n * n * weight;
        total += weight;
        weight *= 0.48;
        (x, y) = (x * 2.07 + 3.1, y * 2.07 + 9.2);
    }
    sum / total
}
