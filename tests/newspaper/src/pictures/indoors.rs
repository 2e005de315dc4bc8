//! Scenes under a roof: laboratory, stage, lectern and the charts of the business pages.

use super::canvas::{Canvas, Colour, Spot, add, hex, mix, scale, smooth};
use super::noise::{Dice, clouds, noise};

/// Glassware with coloured liquids before out-of-focus lights.
pub fn laboratory(canvas: &mut Canvas, dice: &mut Dice) {
    let room = dice.pick(&[hex(0x123A4A), hex(0x1D2C4F), hex(0x2A3A3A), hex(0x33274A)]);
    canvas.gradient(&[scale(room, 0.7), mix(room, hex(0x9FC7CF), 0.35), scale(room, 0.6)]);
    let aspect = canvas.aspect();
    for _ in 0..26 {
        let radius = dice.between(0.03, 0.11);
        let tint = mix(dice.pick(&[hex(0x8FE0E8), hex(0xFFE1B0), hex(0xB8C6FF)]), room, 0.25);
        canvas.ellipse(
            (dice.between(0.0, aspect), dice.between(0.0, 0.62)),
            (radius, radius),
            tint,
            dice.between(0.06, 0.2),
            0.014,
        );
    }
    let bench = 0.8;
    canvas.shade_within((0.0, bench), (aspect, 1.0), |_, v, _| {
        mix(hex(0xDDE6E6), mix(room, hex(0x9FB3B5), 0.4), smooth(bench, 1.0, v))
    });
    let liquids = [hex(0x2FA7C9), hex(0xE39A2D), hex(0xB43E63), hex(0x5FB36B), hex(0x7A5FC0)];
    let count = 4 + dice.next() % 2;
    for vessel in 0..count {
        let t = (vessel as f32 + 0.5) / count as f32;
        let size = dice.between(0.34, 0.56);
        let at = (aspect * t + dice.between(-0.03, 0.03), bench + dice.between(0.02, 0.1));
        let liquid = dice.pick(&liquids);
        canvas.ellipse((at.0, at.1), (size * 0.3, size * 0.035), scale(room, 0.35), 0.45, 0.03);
        match dice.next() % 3 {
            0 => vial(canvas, at, size, liquid),
            _ => flask(canvas, at, size, liquid, dice.between(0.35, 0.62)),
        }
    }
}

fn flask(canvas: &mut Canvas, at: Spot, size: f32, liquid: Colour, fill: f32) {
    let (u, foot) = at;
    let (neck, base) = (size * 0.065, size * 0.27);
    let width = |v: f32| {
        let t = ((foot - v) / size).clamp(0.0, 1.0);
        if t > 0.68 { neck } else { neck + (base - neck) * (1.0 - t / 0.68).powf(0.92) }
    };
    canvas.shade_within((u - base - 0.02, foot - size), (u + base + 0.02, foot), |x, v, under| {
        let half = width(v);
        let off = (x - u) / half;
        if off.abs() > 1.0 {
            return under;
        }
        let t = (foot - v) / size;
        let rim = smooth(0.72, 1.0, off.abs());
        let body = if t < fill {
            mix(mix(under, liquid, 0.78), add(liquid, [1.0; 3], 0.25), (1.0 - t / fill) * 0.3)
        } else {
            mix(under, [1.0; 3], 0.09)
        };
        let shine = smooth(0.1, 0.0, (off + 0.58).abs()) * 0.42;
        let level = smooth(0.012, 0.0, (t - fill).abs()) * 0.5;
        mix(mix(body, [1.0; 3], rim * 0.3 + shine), add(liquid, [1.0; 3], 0.5), level)
    });
    canvas.ellipse((u, foot - size), (neck * 1.3, size * 0.016), [0.95; 3], 0.7, 0.004);
}

fn vial(canvas: &mut Canvas, at: Spot, size: f32, liquid: Colour) {
    let (u, foot) = at;
    for tube in 0..4 {
        let centre = u + (tube as f32 - 1.5) * size * 0.15;
        let half = size * 0.05;
        let fill = 0.3 + 0.12 * tube as f32;
        canvas.shade_within((centre - half, foot - size * 0.82), (centre + half, foot), |x, v, under| {
            let off = (x - centre) / half;
            let t = (foot - v) / (size * 0.82);
            if t < 0.07 && off * off + ((0.07 - t) / 0.07).powi(2) > 1.0 {
                return under;
            }
            let body = if t < fill { mix(under, liquid, 0.82) } else { mix(under, [1.0; 3], 0.12) };
            mix(body, [1.0; 3], smooth(0.7, 1.0, off.abs()) * 0.3 + smooth(0.16, 0.0, (off + 0.5).abs()) * 0.4)
        });
    }
    canvas.rect((u - size * 0.34, foot - size * 0.46), (u + size * 0.34, foot - size * 0.41), hex(0xE9EEEE), 0.88);
    canvas.rect((u - size * 0.34, foot - size * 0.05), (u + size * 0.34, foot + size * 0.015), hex(0xC7D0D0), 0.9);
}

/// Players and dancers in beams of light before a curtain.
pub fn stage(canvas: &mut Canvas, dice: &mut Dice) {
    let drape = dice.pick(&[hex(0x6B1420), hex(0x1C2E5A), hex(0x43215C), hex(0x0F4A45)]);
    let aspect = canvas.aspect();
    let seed = dice.next() as u32;
    canvas.shade(|u, v, _| {
        let fold = ((u * 38.0 + noise(u * 4.0, v * 1.2, seed) * 5.0).sin() * 0.5 + 0.5).powf(1.4);
        scale(drape, (0.16 + fold * 0.55) * (0.45 + 0.6 * v))
    });
    let boards = 0.78;
    canvas.shade_within((0.0, boards), (aspect, 1.0), |u, v, _| {
        let depth = (v - boards).max(0.01);
        let plank = ((u - aspect * 0.5) / (depth + 0.16) * 5.0).fract().abs();
        scale(hex(0x6A4630), (0.4 + 0.8 * smooth(0.0, 0.22, depth)) * if plank < 0.05 { 0.55 } else { 1.0 })
    });
    let hues = [hex(0xFFD9A0), hex(0xBFD9FF), hex(0xFFB3C1), hex(0xD7C2FF)];
    let players = 3 + dice.next() % 4;
    let mut places = Vec::new();
    for player in 0..players {
        let u = aspect * ((player as f32 + 0.5) / players as f32) + dice.between(-0.05, 0.05);
        let hue = dice.pick(&hues);
        let lamp = (u + dice.between(-0.5, 0.5), -0.05);
        let foot = (u, boards + dice.between(0.05, 0.14));
        for spread in [0.17, 0.13, 0.09] {
            canvas.polygon(
                &[
                    (lamp.0 - 0.01, lamp.1),
                    (lamp.0 + 0.01, lamp.1),
                    (foot.0 + spread, foot.1),
                    (foot.0 - spread, foot.1),
                ],
                hue,
                0.11,
            );
        }
        canvas.ellipse(foot, (0.17, 0.035), hue, 0.5, 0.03);
        canvas.glow(foot, 0.3, hue, 0.25);
        places.push((foot, hue));
    }
    for (foot, hue) in places {
        let (lift, reach) = (dice.between(-0.2, 0.25), dice.between(0.25, 0.5));
        dancer(canvas, foot, dice.between(0.36, 0.46), lift, reach, hue);
    }
    canvas.shade(|u, v, under| add(under, [1.0; 3], 0.05 * smooth(0.4, 0.8, clouds(u * 2.0, v * 2.0, 4, seed ^ 4))));
    for seat in 0..26 {
        let u = seat as f32 / 25.0 * aspect + dice.between(-0.02, 0.02);
        let size = dice.between(0.034, 0.046);
        canvas.ellipse((u, 0.975), (size * 0.8, size), hex(0x07070B), 1.0, 0.003);
        canvas.ellipse((u, 1.05), (size * 1.7, size * 1.3), hex(0x07070B), 1.0, 0.003);
    }
}

fn dancer(canvas: &mut Canvas, foot: Spot, size: f32, lift: f32, reach: f32, hue: Colour) {
    let ink = mix(hex(0x0C0B12), hue, 0.14);
    let hip = (foot.0, foot.1 - size * 0.48);
    let neck = (foot.0 + lift * size * 0.15, foot.1 - size * 0.82);
    canvas.line(foot, hip, size * 0.075, ink, 1.0);
    canvas.line((foot.0 + reach * size * 0.75, foot.1 - size * (0.06 + lift.max(0.0))), hip, size * 0.07, ink, 1.0);
    canvas.polygon(
        &[
            (neck.0 - size * 0.09, neck.1),
            (neck.0 + size * 0.09, neck.1),
            (hip.0 + size * 0.16, hip.1 + size * 0.12),
            (hip.0 - size * 0.15, hip.1 + size * 0.12),
        ],
        ink,
        1.0,
    );
    canvas.line(neck, (neck.0 + reach * size, neck.1 - size * (0.1 + lift)), size * 0.045, ink, 1.0);
    canvas.line(neck, (neck.0 - reach * size * 0.9, neck.1 + size * (0.12 - lift)), size * 0.045, ink, 1.0);
    canvas.ellipse((neck.0, neck.1 - size * 0.1), (size * 0.056, size * 0.07), ink, 1.0, 0.0);
}

/// A speaker at a lectern between flags.
pub fn lectern(canvas: &mut Canvas, dice: &mut Dice) {
    let hall = dice.pick(&[hex(0x7A5A3C), hex(0x3A4C63), hex(0x5B4A5E), hex(0x43584B)]);
    let aspect = canvas.aspect();
    let seed = dice.next() as u32;
    canvas.shade(|u, v, _| {
        let column = ((u / aspect * 9.0).fract() - 0.5).abs();
        let shaft = smooth(0.42, 0.3, column);
        let base = mix(scale(hall, 0.55), mix(hall, hex(0xF3E2C0), 0.45), shaft * (0.75 - 0.4 * v));
        scale(base, 0.9 + 0.2 * clouds(u * 3.0, v * 3.0, 3, seed))
    });
    canvas.glow((aspect * 0.5, 0.2), 0.8, hex(0xFFE9C4), 0.28);
    let bands = [
        [hex(0x1F4E79), hex(0xF1EDE2), hex(0xC79A2B)],
        [hex(0x7B1E2B), hex(0xE8E1D0), hex(0x1E5945)],
        [hex(0x214F4B), hex(0xD9B44A), hex(0x7C2D3A)],
    ];
    for (index, place) in [0.09, 0.22, 0.78, 0.91].into_iter().enumerate() {
        let u = aspect * place;
        let cloth = bands.get((index + seed as usize) % bands.len()).copied().unwrap_or_default();
        canvas.line((u, 0.1), (u, 1.0), 0.009, hex(0xB28B45), 1.0);
        canvas.ellipse((u, 0.095), (0.011, 0.014), hex(0xE0C06A), 1.0, 0.002);
        canvas.shade_within((u, 0.13), (u + 0.17, 0.78), |x, v, under| {
            let hang = x - u;
            let edge = 0.095 + 0.055 * (v - 0.13) + 0.012 * (v * 21.0).sin();
            if hang > edge {
                return under;
            }
            let [a, b, c] = cloth;
            let dye = if hang < edge * 0.34 {
                a
            } else if hang < edge * 0.66 {
                b
            } else {
                c
            };
            scale(dye, 0.68 + 0.3 * (hang * 120.0 + v * 3.0).sin())
        });
    }
    let centre = aspect * dice.between(0.44, 0.56);
    let suit = dice.pick(&[hex(0x1B2130), hex(0x2A2A2E), hex(0x3A1F2B), hex(0x17302F)]);
    let skin = dice.pick(&[hex(0xC9906B), hex(0x8C5A3C), hex(0xE2B48F), hex(0x6E452F)]);
    let hair = dice.pick(&[hex(0x1E1613), hex(0x6B6660), hex(0x4A2F1E), hex(0xB9B4AC)]);
    canvas.ellipse((centre, 0.86), (0.26, 0.38), suit, 1.0, 0.006);
    canvas.polygon(&[(centre - 0.052, 0.48), (centre + 0.052, 0.48), (centre, 0.7)], hex(0xF2EFE8), 1.0);
    canvas.polygon(
        &[
            (centre - 0.014, 0.51),
            (centre + 0.014, 0.51),
            (centre + 0.018, 0.68),
            (centre, 0.71),
            (centre - 0.018, 0.68),
        ],
        dice.pick(&[hex(0x8E2B2B), hex(0x2B4E8E), hex(0x2E6E5E)]),
        1.0,
    );
    canvas.rect((centre - 0.036, 0.41), (centre + 0.036, 0.5), scale(skin, 0.82), 1.0);
    canvas.ellipse((centre, 0.335), (0.083, 0.105), hair, 1.0, 0.004);
    canvas.ellipse((centre, 0.358), (0.07, 0.095), skin, 1.0, 0.006);
    canvas.ellipse((centre + 0.026, 0.365), (0.04, 0.085), add(skin, [1.0; 3], 0.1), 0.5, 0.03);
    canvas.polygon(
        &[
            (centre - 0.075, 0.32),
            (centre - 0.05, 0.26),
            (centre + 0.05, 0.255),
            (centre + 0.075, 0.32),
            (centre + 0.03, 0.295),
            (centre - 0.03, 0.29),
        ],
        hair,
        1.0,
    );
    let wood = hex(0x5A3B24);
    canvas.shade_within((centre - 0.24, 0.76), (centre + 0.24, 1.0), |u, v, _| {
        scale(wood, 0.75 + 0.4 * clouds(u * 4.0, v * 40.0, 3, seed ^ 6))
    });
    canvas.rect((centre - 0.27, 0.74), (centre + 0.27, 0.775), scale(wood, 1.45), 1.0);
    canvas.ellipse((centre, 0.89), (0.06, 0.06), hex(0xC9A24A), 0.9, 0.003);
    canvas.ellipse((centre, 0.89), (0.045, 0.045), scale(wood, 0.7), 1.0, 0.003);
    for stem in [-0.1, -0.035, 0.035, 0.1] {
        let tip = (centre + stem * 0.6, 0.61 + stem.abs() * 0.25);
        canvas.line((centre + stem * 1.4, 0.75), tip, 0.006, hex(0x111114), 1.0);
        canvas.ellipse(tip, (0.016, 0.021), hex(0x1C1C20), 1.0, 0.003);
    }
}

/// Bars and a line on squared paper.
pub fn chart(canvas: &mut Canvas, dice: &mut Dice) {
    let (paper, ink, accent) = dice.pick(&[
        (hex(0xF6EFE0), hex(0x2B3A4A), hex(0xC8553D)),
        (hex(0x16263B), hex(0xDCE6EE), hex(0xF2B134)),
        (hex(0xEAF1EE), hex(0x21443B), hex(0xD1495B)),
        (hex(0x2A1F33), hex(0xEADFF2), hex(0x5BC0BE)),
    ]);
    canvas.gradient(&[paper, mix(paper, ink, 0.07)]);
    let aspect = canvas.aspect();
    let (left, right, top, foot) = (aspect * 0.09, aspect * 0.93, 0.13, 0.86);
    for rule in 0..=6 {
        let v = top + (foot - top) * rule as f32 / 6.0;
        canvas.line((left, v), (right, v), 0.0015, ink, if rule == 6 { 0.8 } else { 0.18 });
    }
    let count = 18;
    let step = (right - left) / count as f32;
    let mut level = dice.between(0.25, 0.5);
    let drift = dice.between(-0.012, 0.028);
    let mut crest: Vec<Spot> = Vec::new();
    for bar in 0..count {
        level = (level + drift + dice.between(-0.07, 0.07)).clamp(0.08, 0.92);
        let u = left + step * bar as f32;
        let v = foot - (foot - top) * level * 0.7;
        let colour = mix(mix(paper, ink, 0.45), accent, if bar + 4 > count { 0.75 } else { 0.0 });
        canvas.rect((u + step * 0.16, v), (u + step * 0.84, foot), colour, 0.9);
        crest.push((u + step * 0.5, v - dice.between(0.05, 0.14)));
    }
    for pair in crest.windows(2) {
        if let [a, b] = pair {
            canvas.polygon(&[*a, *b, (b.0, foot), (a.0, foot)], accent, 0.1);
            canvas.line(*a, *b, 0.008, accent, 1.0);
        }
    }
    for spot in crest {
        canvas.ellipse(spot, (0.011, 0.011), paper, 1.0, 0.0);
        canvas.ellipse(spot, (0.0075, 0.0075), accent, 1.0, 0.0);
    }
}
