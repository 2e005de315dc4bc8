//! Scenes of open country: hills, turbines, mountains, fields, forest, sea and the night sky.

use super::canvas::{Canvas, Colour, Spot, add, hex, mix, scale, smooth};
use super::noise::{Dice, clouds, crests, noise};

/// Zenith, low sky, sunlight, far land, near land.
const LIGHTS: [[Colour; 5]; 6] = [
    [hex(0x5D86A8), hex(0xF2D9B0), hex(0xFFF2D0), hex(0x9DB0B8), hex(0x26433B)],
    [hex(0x3A4C7A), hex(0xF3A76B), hex(0xFFE0A8), hex(0xA98A95), hex(0x2A2438)],
    [hex(0x7FB0CF), hex(0xE8F0EA), hex(0xFFFDF0), hex(0xA9C4C0), hex(0x3C5B33)],
    [hex(0x2E3F5C), hex(0xD98C7A), hex(0xFFD2B0), hex(0x7E7A92), hex(0x1E2C33)],
    [hex(0x8AA6B0), hex(0xF6E7C8), hex(0xFFF6DC), hex(0xB7BBA0), hex(0x5B5A2B)],
    [hex(0x46708F), hex(0xCFE3E6), hex(0xFFF8E0), hex(0x88A3AE), hex(0x1F3A46)],
];

fn light(dice: &mut Dice) -> [Colour; 5] {
    dice.pick(&LIGHTS)
}

/// A sky with a sun and thin cloud; gives back where the sun stands.
fn sky(canvas: &mut Canvas, dice: &mut Dice, lights: [Colour; 5], horizon: f32) -> Spot {
    let [zenith, low, sunlight, ..] = lights;
    let sun = (canvas.aspect() * dice.between(0.2, 0.8), horizon * dice.between(0.45, 0.85));
    let seed = dice.next() as u32;
    let streak = dice.between(1.2, 2.4);
    canvas.shade(|u, v, _| {
        if v > horizon + 0.02 {
            return low;
        }
        let height = (v / horizon).min(1.0);
        let base = mix(zenith, low, height.powf(1.3));
        let cloud = smooth(0.5, 0.8, clouds(u * streak, v * streak * 4.5, 5, seed));
        mix(base, mix(low, sunlight, 0.6), cloud * 0.65 * (0.35 + height * 0.65))
    });
    canvas.glow(sun, 0.75, sunlight, 0.32);
    canvas.glow(sun, 0.22, sunlight, 0.45);
    canvas.ellipse(sun, (0.036, 0.036), mix(sunlight, [1.0; 3], 0.5), 0.95, 0.008);
    sun
}

/// Steps across the picture in which a ridge line is worked out.
const SKYLINE: usize = 1600;

/// One ridge of land: everything below the line, lit at the crest and hazy at the foot.
fn ridge(canvas: &mut Canvas, seed: u32, base: f32, rise: f32, width: f32, crest: Colour, foot: Colour) {
    let edge = canvas.pixel();
    let top = (base - rise - 0.01).max(0.0);
    let aspect = canvas.aspect();
    let skyline: Vec<f32> =
        (0..=SKYLINE).map(|at| clouds(at as f32 / SKYLINE as f32 * aspect / width, 0.5, 5, seed)).collect();
    canvas.shade_within((0.0, top), (aspect, (base + 0.3).min(1.0)), |u, v, under| {
        let line = base - rise * skyline.get((u / aspect * SKYLINE as f32) as usize).copied().unwrap_or_default();
        if v < line - edge {
            return under;
        }
        let depth = ((v - line) / 0.32).clamp(0.0, 1.0);
        let grain = clouds(u * 9.0, v * 22.0, 2, seed ^ 77) - 0.5;
        let land = scale(mix(crest, foot, depth), 1.0 + grain * 0.28);
        mix(under, land, smooth(line - edge, line + edge, v))
    });
}

fn ranges(canvas: &mut Canvas, dice: &mut Dice, lights: [Colour; 5], horizon: f32, count: u32) {
    let [_, low, _, far, near] = lights;
    for layer in 0..count {
        let t = layer as f32 / (count - 1).max(1) as f32;
        let base = horizon + 0.09 + (0.93 - horizon) * t.powf(1.25);
        let crest = mix(mix(far, low, 0.25), near, t.powf(0.9));
        let foot = mix(crest, mix(low, far, 0.4), 0.62 * (1.0 - t * 0.75));
        ridge(canvas, dice.next() as u32, base, 0.17 + 0.07 * t, 0.62 - 0.2 * t, crest, foot);
    }
}

/// Layered hills with haze and a low sun.
pub fn hills(canvas: &mut Canvas, dice: &mut Dice) {
    let lights = light(dice);
    let horizon = dice.between(0.42, 0.55);
    sky(canvas, dice, lights, horizon);
    ranges(canvas, dice, lights, horizon, 6);
}

/// Wind turbines on a ridge.
pub fn turbines(canvas: &mut Canvas, dice: &mut Dice) {
    let lights = light(dice);
    let horizon = dice.between(0.55, 0.64);
    sky(canvas, dice, lights, horizon);
    let [_, low, _, far, near] = lights;
    ridge(canvas, dice.next() as u32, horizon + 0.08, 0.14, 0.7, mix(far, low, 0.3), mix(far, low, 0.6));
    let count = 5;
    let aspect = canvas.aspect();
    for index in 0..count {
        let t = (index as f32 + dice.between(0.25, 0.75)) / count as f32;
        let size = dice.between(0.16, 0.36);
        let hub = (t * aspect, horizon + 0.12 - size * 1.25);
        let white = mix(hex(0xF6F4EE), low, 0.5 - size);
        let shade = scale(white, 0.78);
        canvas.polygon(
            &[
                (hub.0 - 0.004, hub.1),
                (hub.0 + 0.004, hub.1),
                (hub.0 + size * 0.03, hub.1 + size * 1.5),
                (hub.0 - size * 0.03, hub.1 + size * 1.5),
            ],
            shade,
            1.0,
        );
        let turn = dice.between(0.0, 2.1);
        for blade in 0..3 {
            let angle = turn + blade as f32 * std::f32::consts::TAU / 3.0;
            let (sin, cos) = angle.sin_cos();
            let tip = (hub.0 + cos * size * 0.72, hub.1 + sin * size * 0.72);
            let bulge = size * 0.035;
            let mid = (hub.0 + cos * size * 0.16, hub.1 + sin * size * 0.16);
            canvas.polygon(
                &[hub, (mid.0 - sin * bulge, mid.1 + cos * bulge), tip, (mid.0 + sin * bulge * 0.2, mid.1)],
                white,
                1.0,
            );
        }
        canvas.ellipse(hub, (size * 0.028, size * 0.028), white, 1.0, 0.0);
    }
    ridge(canvas, dice.next() as u32, horizon + 0.22, 0.12, 0.6, mix(far, near, 0.6), mix(near, far, 0.4));
    ridge(canvas, dice.next() as u32, horizon + 0.38, 0.16, 0.5, near, scale(near, 0.8));
}

/// Snow mountains above dark foothills.
pub fn mountain(canvas: &mut Canvas, dice: &mut Dice) {
    let lights = light(dice);
    let [_, low, sunlight, far, near] = lights;
    let sun = sky(canvas, dice, lights, 0.72);
    let aspect = canvas.aspect();
    for (base, rise, width, mist) in [(0.66, 0.42, 0.85, 0.5), (0.86, 0.62, 0.62, 0.12)] {
        let seed = dice.next() as u32;
        let lit = if sun.0 > aspect * 0.5 { 1.0 } else { -1.0 };
        canvas.shade_within((0.0, 0.0), (aspect, 1.0), |u, v, under| {
            let line = base - rise * crests(u / width, 0.3, 5, seed);
            if v < line {
                return under;
            }
            let depth = v - line;
            let here = clouds(u * 7.0 + depth * 4.0, v * 7.0, 4, seed ^ 3);
            let beside = clouds(u * 7.0 + depth * 4.0 + 0.22 * lit, v * 7.0 - 0.12, 4, seed ^ 3);
            let slope = ((here - beside) * 4.2 + 0.5).clamp(0.0, 1.0);
            let snow = 1.0 - smooth(0.1, 0.34, depth + (here - 0.5) * 0.36);
            let rock = mix(scale(mix(near, far, 0.35), 0.55), mix(far, sunlight, 0.25), slope * 0.75);
            let white = mix(mix(hex(0x8EA6C4), far, 0.25), mix(sunlight, [1.0; 3], 0.7), slope);
            let face = mix(mix(rock, white, snow), low, mist + smooth(0.1, 0.5, depth) * 0.3);
            mix(under, face, smooth(line, line + 0.002, v))
        });
    }
    ridge(canvas, dice.next() as u32, 0.88, 0.14, 0.5, mix(near, far, 0.35), mix(near, low, 0.3));
    firs(canvas, dice, 0.93, scale(near, 0.62), 70);
}

/// A line of conifers along the foot of the picture.
fn firs(canvas: &mut Canvas, dice: &mut Dice, foot: f32, colour: Colour, count: u32) {
    let aspect = canvas.aspect();
    for _ in 0..count {
        let (u, height) = (dice.between(0.0, aspect), dice.between(0.06, 0.17));
        let base = foot + dice.between(0.0, 0.1);
        for tier in 0..4 {
            let t = tier as f32 / 4.0;
            let half = height * (0.07 + 0.16 * t);
            let top = base - height * (1.0 - t * 0.75);
            canvas.polygon(&[(u, top), (u + half, top + height * 0.36), (u - half, top + height * 0.36)], colour, 1.0);
        }
    }
    canvas.rect((0.0, foot + 0.06), (aspect, 1.0), colour, 0.85);
}

/// Crop rows that run to the horizon, with poplars or a barn.
pub fn fields(canvas: &mut Canvas, dice: &mut Dice) {
    let lights = light(dice);
    let [_, low, sunlight, far, near] = lights;
    let horizon = dice.between(0.4, 0.52);
    sky(canvas, dice, lights, horizon);
    ridge(canvas, dice.next() as u32, horizon + 0.03, 0.09, 0.8, mix(far, low, 0.2), mix(far, low, 0.5));
    let aspect = canvas.aspect();
    let vanish = aspect * dice.between(0.3, 0.7);
    let crop = dice.pick(&[hex(0xC9A24A), hex(0x7C9A43), hex(0xB9863A), hex(0x5F8F4E)]);
    let earth = mix(scale(crop, 0.5), near, 0.45);
    let seed = dice.next() as u32;
    canvas.shade_within((0.0, horizon), (aspect, 1.0), |u, v, under| {
        let depth = (v - horizon).max(0.004);
        let across = (u - vanish) / depth;
        let row = ((across * 5.2).sin() * 0.5 + 0.5).powf(0.8);
        let fade = smooth(0.0, 0.12, depth);
        let tuft = clouds(across * 9.0, 1.4 / depth, 3, seed);
        let grown = mix(earth, mix(crop, sunlight, 0.15 + 0.2 * tuft), row * (0.6 + 0.5 * tuft));
        let ground = mix(mix(crop, far, 0.45), grown, fade);
        mix(under, scale(ground, 0.86 + tuft * 0.26), smooth(horizon, horizon + 0.006, v))
    });
    let start = dice.between(0.05, 0.6) * aspect;
    for tree in 0..9 {
        let u = start + tree as f32 * dice.between(0.028, 0.042);
        let tall = dice.between(0.07, 0.12);
        canvas.ellipse((u, horizon - tall * 0.45), (tall * 0.13, tall * 0.55), scale(near, 0.75), 0.96, 0.006);
    }
    let barn = (start + aspect * 0.33) % (aspect * 0.86) + 0.05;
    let red = dice.pick(&[hex(0x8B3A2E), hex(0xE9E3D4), hex(0x6C5A4A)]);
    canvas.rect((barn, horizon - 0.035), (barn + 0.11, horizon + 0.012), red, 1.0);
    canvas.rect((barn + 0.04, horizon - 0.02), (barn + 0.062, horizon + 0.012), scale(red, 0.45), 1.0);
    let eaves = horizon - 0.035;
    canvas.polygon(
        &[(barn - 0.008, eaves), (barn + 0.022, eaves - 0.03), (barn + 0.09, eaves - 0.03), (barn + 0.118, eaves)],
        scale(red, 0.62),
        1.0,
    );
}

/// Trunks fading into fog, with light from one side.
pub fn forest(canvas: &mut Canvas, dice: &mut Dice) {
    let fog = dice.pick(&[hex(0xDCE5D3), hex(0xE9DDBF), hex(0xC9D7DC)]);
    let dark = dice.pick(&[hex(0x16261C), hex(0x241C16), hex(0x14232B)]);
    canvas.gradient(&[mix(fog, dark, 0.25), fog, mix(fog, dark, 0.3)]);
    let aspect = canvas.aspect();
    let sun = (aspect * dice.between(0.2, 0.8), 0.22);
    canvas.glow(sun, 0.9, hex(0xFFF3CF), 0.4);
    for layer in 0..5 {
        let t = layer as f32 / 4.0;
        let colour = mix(mix(fog, dark, 0.22), dark, t.powf(1.2));
        let seed = dice.next() as u32;
        let count = 22 - layer * 3;
        for _ in 0..count {
            let u = dice.between(-0.05, aspect + 0.05);
            let half = (0.006 + 0.022 * t * t) * dice.between(0.6, 1.4);
            let (lean, bend) = (dice.between(-0.03, 0.03), dice.between(0.0, 40.0));
            canvas.shade_within((u - half * 3.0 - 0.04, 0.0), (u + half * 3.0 + 0.04, 1.0), |x, v, under| {
                let centre = u + lean * (1.0 - v) + (noise(v * 3.0, bend, seed) - 0.5) * 0.02;
                let width = half * (0.75 + 0.45 * v * v);
                let off = (x - centre) / width;
                let bark = 0.8 + 0.4 * noise(x * 160.0, v * 16.0, seed);
                let side = if sun.0 > u { off } else { -off };
                let lit = mix(scale(colour, bark), fog, (side * 0.24).clamp(0.0, 0.3));
                mix(under, lit, 1.0 - smooth(0.92, 1.08, off.abs()))
            });
        }
        let floor = 0.7 + 0.07 * layer as f32;
        ridge(canvas, seed ^ 9, floor + 0.06, 0.08, 0.4, colour, mix(colour, fog, 0.34 * (1.0 - t)));
        canvas.shade(|u, v, under| {
            let mist = clouds(u * 1.6, v * 4.0, 3, seed ^ 21) * (1.0 - t) * 0.42;
            mix(under, fog, mist * smooth(0.1, 0.8, v))
        });
    }
    for ray in 0..5 {
        let slant = dice.between(-0.2, 0.5) + ray as f32 * 0.12;
        let foot = (sun.0 + slant, 1.0);
        let wide = dice.between(0.05, 0.12);
        canvas.polygon(&[sun, foot, (foot.0 + wide, 1.0), (sun.0 + 0.015, sun.1)], hex(0xFFF6D8), 0.07);
    }
}

/// Open water under a low sun, with boats.
pub fn sea(canvas: &mut Canvas, dice: &mut Dice) {
    let lights = light(dice);
    let [zenith, low, sunlight, far, near] = lights;
    let horizon = dice.between(0.46, 0.58);
    let sun = sky(canvas, dice, lights, horizon);
    let aspect = canvas.aspect();
    ridge(canvas, dice.next() as u32, horizon + 0.015, 0.08, 0.9, mix(far, low, 0.35), mix(far, low, 0.5));
    let seed = dice.next() as u32;
    let deep = mix(scale(zenith, 0.55), near, 0.25);
    canvas.shade_within((0.0, horizon), (aspect, 1.0), |u, v, under| {
        let depth = (v - horizon).max(0.002);
        let water = mix(mix(low, zenith, 0.35), deep, smooth(0.0, 0.42, depth));
        let wave = clouds(u * 1.1 / (depth + 0.06), 2.6 / (depth + 0.05), 3, seed);
        let swell = scale(water, 0.78 + wave * 0.46);
        let path = 1.0 - smooth(0.0, 0.06 + depth * 0.55, (u - sun.0).abs());
        let glint = smooth(0.52, 0.74, wave) * path;
        mix(under, add(swell, sunlight, glint * 0.75), smooth(horizon, horizon + 0.003, v))
    });
    for _ in 0..4 {
        let depth = dice.between(0.02, 0.24);
        let size = 0.04 + depth * 0.62;
        let at = (dice.between(0.08, 0.92) * aspect, horizon + depth);
        boat(canvas, at, size, mix(scale(near, 0.4), far, 0.25 - depth), mix(sunlight, low, 0.35), dice.unit() < 0.7);
    }
}

fn boat(canvas: &mut Canvas, at: Spot, size: f32, hull: Colour, sail: Colour, sails: bool) {
    let (u, v) = at;
    canvas.ellipse((u, v + size * 0.12), (size * 0.62, size * 0.07), scale(hull, 0.7), 0.4, size * 0.08);
    canvas.polygon(
        &[
            (u - size * 0.55, v - size * 0.1),
            (u + size * 0.62, v - size * 0.14),
            (u + size * 0.42, v + size * 0.1),
            (u - size * 0.42, v + size * 0.1),
        ],
        hull,
        1.0,
    );
    if sails {
        canvas.line((u, v - size * 0.1), (u, v - size * 1.3), size * 0.025, hull, 1.0);
        canvas.polygon(
            &[
                (u + size * 0.03, v - size * 1.25),
                (u + size * 0.55, v - size * 0.22),
                (u + size * 0.03, v - size * 0.2),
            ],
            sail,
            0.96,
        );
        canvas.polygon(
            &[(u - size * 0.03, v - size * 1.1), (u - size * 0.42, v - size * 0.2), (u - size * 0.03, v - size * 0.2)],
            scale(sail, 0.84),
            0.96,
        );
    } else {
        canvas.rect((u - size * 0.2, v - size * 0.34), (u + size * 0.2, v - size * 0.1), scale(sail, 0.9), 1.0);
        canvas.rect((u - size * 0.14, v - size * 0.3), (u + size * 0.14, v - size * 0.22), scale(hull, 0.8), 1.0);
        canvas.line((u + size * 0.3, v - size * 0.1), (u + size * 0.34, v - size * 0.6), size * 0.03, hull, 1.0);
    }
}

/// Stars and the galaxy above an observatory.
pub fn night_sky(canvas: &mut Canvas, dice: &mut Dice) {
    let tint = dice.pick(&[hex(0x1D2B52), hex(0x2B2350), hex(0x123645)]);
    let aspect = canvas.aspect();
    let (seed, tilt) = (dice.next() as u32, dice.between(-0.9, 0.9));
    canvas.shade(|u, v, _| {
        let base = mix(scale(tint, 0.32), mix(tint, hex(0x6E5F7A), 0.4), v.powf(1.7));
        let band = ((u - aspect * 0.5) * tilt.cos() + (v - 0.4) * tilt.sin() * 1.6).abs();
        let gas = clouds(u * 2.6, v * 2.6, 5, seed);
        let dust = smooth(0.45, 0.75, clouds(u * 4.0, v * 4.0, 4, seed ^ 5));
        let glow = (1.0 - smooth(0.0, 0.42, band + (gas - 0.5) * 0.5)) * (1.0 - dust * 0.75);
        add(base, mix(hex(0xBFA6C9), hex(0xF0DDB8), gas), glow * 0.5)
    });
    for _ in 0..900 {
        let at = (dice.between(0.0, aspect), dice.between(0.0, 0.86));
        let bright = dice.unit().powi(6);
        let star = mix(hex(0xCFDCFF), hex(0xFFE8C8), dice.unit());
        canvas.ellipse(at, (0.0008 + bright * 0.0024, 0.0008 + bright * 0.0024), star, 0.35 + bright * 0.65, 0.001);
    }
    let ground = hex(0x070B12);
    ridge(canvas, seed ^ 40, 0.93, 0.16, 0.8, scale(tint, 0.4), ground);
    let dome = (aspect * dice.between(0.25, 0.75), 0.82);
    let metal = mix(tint, hex(0x9FA8B8), 0.35);
    canvas.ellipse(dome, (0.12, 0.12), metal, 1.0, 0.003);
    canvas.rect((dome.0 - 0.118, dome.1), (dome.0 + 0.118, dome.1 + 0.12), scale(metal, 0.55), 1.0);
    canvas.polygon(
        &[
            (dome.0 + 0.01, dome.1 - 0.119),
            (dome.0 + 0.048, dome.1 - 0.109),
            (dome.0 + 0.05, dome.1),
            (dome.0 + 0.014, dome.1),
        ],
        hex(0x12141D),
        1.0,
    );
    canvas.glow((dome.0 + 0.03, dome.1 - 0.02), 0.08, hex(0xFFB765), 0.7);
    ridge(canvas, seed ^ 41, 1.0, 0.12, 0.5, ground, ground);
}
