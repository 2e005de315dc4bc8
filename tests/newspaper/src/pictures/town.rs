//! Scenes of the built world: skyline, harbour, stadium, bridge and street.

use super::canvas::{Canvas, Colour, add, hex, mix, scale, smooth};
use super::noise::{Dice, clouds, noise};

fn dusk(canvas: &mut Canvas, dice: &mut Dice, horizon: f32) -> [Colour; 3] {
    let tones = dice.pick(&[
        [hex(0x1D2A4D), hex(0xC9728A), hex(0xFFC48A)],
        [hex(0x22466B), hex(0xE8A97E), hex(0xFFE3B0)],
        [hex(0x2A2F5B), hex(0x8F6FA8), hex(0xF6B6A0)],
        [hex(0x4F7C9C), hex(0xC7D9DB), hex(0xFFF0D2)],
    ]);
    let [top, middle, low] = tones;
    let seed = dice.next() as u32;
    canvas.shade(|u, v, _| {
        if v > horizon + 0.02 {
            return low;
        }
        let t = (v / horizon).min(1.0);
        let base = if t < 0.6 { mix(top, middle, t / 0.6) } else { mix(middle, low, (t - 0.6) / 0.4) };
        let cloud = smooth(0.5, 0.78, clouds(u * 1.5, v * 6.0, 5, seed));
        mix(base, mix(low, middle, 0.35), cloud * 0.55)
    });
    tones
}

/// A city skyline at dusk, mirrored in a river.
pub fn city(canvas: &mut Canvas, dice: &mut Dice) {
    let shore = dice.between(0.68, 0.78);
    let [top, middle, low] = dusk(canvas, dice, shore);
    let aspect = canvas.aspect();
    for layer in 0..3 {
        let t = layer as f32 / 2.0;
        let wall = mix(mix(middle, top, 0.35), scale(top, 0.38), t);
        let mut u = -0.05;
        while u < aspect {
            let wide = dice.between(0.045, 0.12) * (0.8 + 0.4 * t);
            let centre = 1.0 - ((u / aspect) - 0.5).abs() * 1.1;
            let tall = dice.between(0.08, 0.4) * centre * (1.15 - 0.4 * t) + 0.05;
            tower(canvas, dice, (u, shore - tall), (wide, tall), wall, t);
            u += wide * dice.between(0.85, 1.25);
        }
        canvas.shade_within((0.0, shore - 0.3), (aspect, shore), |_, v, under| {
            mix(under, mix(low, middle, 0.4), smooth(shore - 0.28, shore, v) * 0.3 * (1.0 - t))
        });
    }
    mirror(canvas, dice, shore, mix(top, low, 0.25));
}

fn tower(canvas: &mut Canvas, dice: &mut Dice, at: (f32, f32), size: (f32, f32), wall: Colour, near: f32) {
    let (u, v) = at;
    let (wide, tall) = size;
    let face = scale(wall, dice.between(0.86, 1.12));
    match dice.next() % 5 {
        0 => canvas.polygon(&[(u, v), (u + wide * 0.5, v - wide * 0.55), (u + wide, v)], face, 1.0),
        1 => canvas.line((u + wide * 0.5, v), (u + wide * 0.5, v - wide * 0.8), 0.003, face, 1.0),
        2 => canvas.rect((u + wide * 0.2, v - wide * 0.2), (u + wide * 0.8, v), face, 1.0),
        _ => {}
    }
    let (step_u, step_v) = (0.0125, 0.017);
    let (seed, lit) = (dice.next() as u32, dice.between(0.14, 0.5));
    let warm = mix(hex(0xFFD58A), hex(0xFFF3D6), dice.unit());
    canvas.shade_within(at, (u + wide, v + tall + 0.02), |x, y, _| {
        let (cu, cv) = ((x - u) / step_u, (y - v) / step_v);
        let (fu, fv) = (cu.fract(), cv.fract());
        let glass = fu > 0.28 && fu < 0.78 && fv > 0.3 && fv < 0.75;
        let edge = 1.0 - 0.16 * ((x - u) / wide);
        let base = scale(face, edge);
        if glass && noise(cu.floor() * 3.7, cv.floor() * 5.3, seed) < lit && near > 0.2 {
            mix(base, warm, 0.35 + 0.5 * near)
        } else if glass {
            scale(base, 0.9)
        } else {
            base
        }
    });
}

/// Everything above `shore` again below it, rippled and darker.
fn mirror(canvas: &mut Canvas, dice: &mut Dice, shore: f32, water: Colour) {
    let aspect = canvas.aspect();
    let seed = dice.next() as u32;
    let above = canvas.snapshot();
    canvas.shade_within((0.0, shore), (aspect, 1.0), |u, v, _| {
        let depth = v - shore;
        let ripple = clouds(u * 3.0, depth * 70.0 / (depth * 3.0 + 0.4), 3, seed) - 0.5;
        let image = above.at(u + ripple * (0.02 + depth * 0.12), shore - depth * 1.25 - ripple * 0.04);
        scale(mix(image, water, 0.28 + depth * 0.6), 0.8 + ripple * 0.3)
    });
    canvas.rect((0.0, shore - 0.006), (aspect, shore + 0.004), hex(0x11141C), 0.75);
}

/// A container port: ship, stacked boxes and gantry cranes.
pub fn harbour(canvas: &mut Canvas, dice: &mut Dice) {
    let quay = 0.74;
    let [top, middle, low] = dusk(canvas, dice, quay);
    let aspect = canvas.aspect();
    let steel = mix(scale(top, 0.5), hex(0x2A2C33), 0.4);
    for crane in 0..3 {
        let u = aspect * (0.12 + 0.32 * crane as f32) + dice.between(-0.04, 0.04);
        let paint = mix(dice.pick(&[hex(0x2F5D8A), hex(0xB5452F), hex(0xD9A441)]), middle, 0.2);
        let beam = 0.2 + dice.between(0.0, 0.07);
        for leg in [0.0, 0.13] {
            canvas.line((u + leg, quay), (u + leg + 0.01, beam), 0.012, paint, 1.0);
            canvas.line((u + leg, quay - 0.2), (u + 0.13 - leg, quay - 0.32), 0.005, paint, 0.9);
        }
        canvas.line((u - 0.14, beam + 0.02), (u + 0.42, beam), 0.014, paint, 1.0);
        canvas.line((u + 0.075, beam - 0.12), (u + 0.4, beam), 0.004, paint, 1.0);
        canvas.line((u + 0.075, beam - 0.12), (u - 0.13, beam + 0.02), 0.004, paint, 1.0);
        canvas.line((u + 0.075, beam - 0.12), (u + 0.075, beam), 0.009, paint, 1.0);
        let drop = u + dice.between(0.2, 0.36);
        canvas.line((drop, beam), (drop, beam + 0.2), 0.0025, steel, 1.0);
        canvas.rect(
            (drop - 0.04, beam + 0.2),
            (drop + 0.04, beam + 0.235),
            dice.pick(&[hex(0xA63D2F), hex(0x2E6F77)]),
            1.0,
        );
    }
    let (bow, stern) = (aspect * 0.1, aspect * 0.94);
    let boxes =
        [hex(0xA63D2F), hex(0x2E6F77), hex(0xD08B36), hex(0x3B4F77), hex(0x7B8A86), hex(0x8F5B4A), hex(0xE0D8C4)];
    let mut u = bow + 0.1;
    while u < stern - 0.22 {
        let tiers = 2 + dice.next() % 4;
        for tier in 0..tiers {
            let v = quay - 0.06 - tier as f32 * 0.036;
            let paint = mix(dice.pick(&boxes), low, 0.12);
            canvas.shade_within((u, v - 0.034), (u + 0.078, v), |x, _, _| {
                scale(paint, if ((x - u) * 330.0).sin() > 0.2 { 1.0 } else { 0.86 })
            });
        }
        u += 0.082;
    }
    canvas.rect((stern - 0.17, quay - 0.27), (stern - 0.07, quay - 0.04), hex(0xEDE8DC), 1.0);
    for deck in 0..5 {
        let v = quay - 0.25 + deck as f32 * 0.036;
        canvas.rect((stern - 0.165, v), (stern - 0.075, v + 0.012), hex(0x2B3440), 0.85);
    }
    let hull = dice.pick(&[hex(0x1F2F46), hex(0x6B2A24), hex(0x23413B)]);
    canvas.polygon(
        &[
            (bow - 0.06, quay - 0.1),
            (bow + 0.08, quay - 0.055),
            (stern, quay - 0.055),
            (stern - 0.03, quay + 0.06),
            (bow + 0.04, quay + 0.06),
        ],
        hull,
        1.0,
    );
    canvas.rect((bow + 0.03, quay + 0.035), (stern - 0.028, quay + 0.06), hex(0x7A2E25), 1.0);
    mirror(canvas, dice, quay + 0.055, mix(top, low, 0.2));
}

/// A football ground at night under floodlights.
pub fn stadium(canvas: &mut Canvas, dice: &mut Dice) {
    let tint = dice.pick(&[hex(0x14233F), hex(0x2A1836), hex(0x10302E)]);
    canvas.gradient(&[scale(tint, 0.5), tint, mix(tint, hex(0x6C7A8C), 0.3)]);
    let aspect = canvas.aspect();
    let (rim, touch) = (0.3, 0.6);
    let seed = dice.next() as u32;
    let home = dice.pick(&[hex(0xC23B33), hex(0x2D6FB3), hex(0xE0B23C), hex(0xE7E3DA)]);
    canvas.shade_within((0.0, rim - 0.08), (aspect, touch + 0.05), |u, v, under| {
        let bowl = ((u / aspect - 0.5) * 2.0).powi(2);
        let (top, bottom) = (rim - bowl * 0.07, touch + 0.01);
        if v < top || v > bottom {
            return under;
        }
        let t = (v - top) / (bottom - top);
        let seat = noise(u * 260.0, v * 260.0, seed);
        let block = noise((u * 7.0).floor(), (t * 3.0).floor(), seed ^ 8);
        let crowd = mix(
            mix(tint, [0.08; 3], 0.5),
            mix(home, hex(0xE5DDD0), seat * 0.7),
            smooth(0.35, 0.85, seat) * (0.45 + 0.4 * block),
        );
        let gap = if (t * 3.0).fract() < 0.07 { 0.35 } else { 1.0 };
        scale(crowd, gap * (0.45 + 0.75 * t))
    });
    let roof = scale(tint, 0.35);
    canvas.polygon(
        &[
            (0.0, rim - 0.13),
            (aspect * 0.5, rim - 0.05),
            (aspect, rim - 0.13),
            (aspect, rim - 0.05),
            (aspect * 0.5, rim + 0.015),
            (0.0, rim - 0.05),
        ],
        roof,
        1.0,
    );
    let grass = dice.pick(&[hex(0x3E8E41), hex(0x2F7F4A), hex(0x4F9A3A)]);
    canvas.shade_within((0.0, touch), (aspect, 1.0), |u, v, _| {
        let depth = (v - touch) / (1.0 - touch);
        let across = (u - aspect * 0.5) / (0.55 + depth * 0.75);
        let stripe = if (across * 7.5).rem_euclid(2.0) < 1.0 { 1.0 } else { 0.86 };
        let blade = 0.92 + 0.16 * clouds(u * 60.0, v * 90.0, 2, seed ^ 2);
        scale(grass, stripe * blade * (0.78 + 0.34 * (1.0 - (across * 0.9).abs())))
    });
    let place = |x: f32, y: f32| (aspect * 0.5 + x * (0.55 + y * 0.75), touch + y * (1.0 - touch));
    let chalk = hex(0xEFF4EA);
    let lines = [
        ((-0.9, 0.04), (0.9, 0.04)),
        ((-0.9, 0.04), (-0.9, 1.0)),
        ((0.9, 0.04), (0.9, 1.0)),
        ((0.0, 0.04), (0.0, 1.0)),
    ];
    for ((ax, ay), (bx, by)) in lines {
        canvas.line(place(ax, ay), place(bx, by), 0.005, chalk, 0.85);
    }
    let mut previous = place(0.27, 0.5);
    for step in 1..=40 {
        let (sin, cos) = (step as f32 / 40.0 * std::f32::consts::TAU).sin_cos();
        let next = place(cos * 0.27, 0.5 + sin * 0.26);
        canvas.line(previous, next, 0.005, chalk, 0.85);
        previous = next;
    }
    for player in 0..14 {
        let at = place(dice.between(-0.85, 0.85), dice.between(0.08, 0.8));
        let size = 0.022 + (at.1 - touch) * 0.12;
        let shirt = if player % 2 == 0 { home } else { hex(0xF2F0E8) };
        canvas.ellipse(
            (at.0 + size * 0.3, at.1 + size * 0.05),
            (size * 0.55, size * 0.1),
            [0.03, 0.08, 0.04],
            0.5,
            size * 0.1,
        );
        canvas.line(
            (at.0 - size * 0.12, at.1),
            (at.0 - size * 0.04, at.1 - size * 0.6),
            size * 0.15,
            hex(0x20222A),
            1.0,
        );
        canvas.line(
            (at.0 + size * 0.2, at.1 - size * 0.03),
            (at.0 + size * 0.04, at.1 - size * 0.6),
            size * 0.15,
            hex(0x20222A),
            1.0,
        );
        canvas.line((at.0, at.1 - size * 0.6), (at.0 + size * 0.05, at.1 - size * 1.15), size * 0.36, shirt, 1.0);
        canvas.ellipse((at.0 + size * 0.07, at.1 - size * 1.46), (size * 0.14, size * 0.16), hex(0x8C5B41), 1.0, 0.0);
    }
    for lamp in [0.08, 0.34, 0.66, 0.92] {
        let at = (aspect * lamp, 0.12);
        canvas.line((at.0, at.1), (at.0, rim), 0.006, roof, 1.0);
        canvas.glow(at, 0.42, hex(0xE8F1FF), 0.45);
        for bulb in 0..8 {
            let spot = (at.0 - 0.03 + (bulb % 4) as f32 * 0.02, at.1 - 0.012 + (bulb / 4) as f32 * 0.022);
            canvas.ellipse(spot, (0.008, 0.008), [1.0; 3], 1.0, 0.004);
        }
    }
}

/// A long bridge over a river valley.
pub fn bridge(canvas: &mut Canvas, dice: &mut Dice) {
    let shore = 0.7;
    let [top, middle, low] = dusk(canvas, dice, shore);
    let aspect = canvas.aspect();
    let seed = dice.next() as u32;
    canvas.shade_within((0.0, 0.3), (aspect, shore), |u, v, under| {
        let line = shore - 0.03 - 0.2 * clouds(u * 1.4, 0.1, 4, seed);
        let haze = mix(mix(top, middle, 0.55), low, smooth(line, shore, v) * 0.6);
        mix(under, haze, smooth(line, line + 0.004, v))
    });
    let steel = mix(dice.pick(&[hex(0x8A2F26), hex(0x24384D), hex(0x36513F)]), top, 0.2);
    let deck = shore - 0.12;
    let pylons = [aspect * 0.27, aspect * 0.75];
    for pylon in pylons {
        canvas.line((pylon - 0.018, shore + 0.01), (pylon - 0.012, 0.16), 0.016, steel, 1.0);
        canvas.line((pylon + 0.018, shore + 0.01), (pylon + 0.012, 0.16), 0.016, steel, 1.0);
        for brace in [0.22, 0.36, 0.5] {
            canvas.line((pylon - 0.016, brace), (pylon + 0.016, brace), 0.012, steel, 1.0);
        }
        for stay in 1..=13 {
            let reach = stay as f32 * 0.034;
            let from = 0.18 + stay as f32 * 0.004;
            canvas.line((pylon, from), (pylon - reach, deck), 0.0022, steel, 0.8);
            canvas.line((pylon, from), (pylon + reach, deck), 0.0022, steel, 0.8);
        }
    }
    canvas.rect((0.0, deck), (aspect, deck + 0.018), scale(steel, 0.72), 1.0);
    canvas.line((0.0, deck - 0.014), (aspect, deck - 0.014), 0.002, steel, 0.9);
    for _ in 0..16 {
        let u = dice.between(0.0, aspect);
        let beam = if dice.unit() < 0.5 { hex(0xFFE9B8) } else { hex(0xE8553F) };
        canvas.rect((u, deck - 0.012), (u + 0.024, deck - 0.001), scale(top, 0.5), 1.0);
        canvas.glow((u, deck - 0.005), 0.02, beam, 0.9);
    }
    mirror(canvas, dice, shore, mix(top, low, 0.3));
}

/// A wet street of gabled houses with lamps and people under umbrellas.
pub fn street(canvas: &mut Canvas, dice: &mut Dice) {
    let foot = 0.72;
    let [top, middle, low] = dusk(canvas, dice, 0.6);
    let aspect = canvas.aspect();
    let paints = [hex(0xC9824F), hex(0xB7A27A), hex(0x7F8E83), hex(0xA65A4A), hex(0xD8C49A), hex(0x6F7F99)];
    let mut u = -0.04;
    while u < aspect {
        let wide = dice.between(0.15, 0.23);
        let tall = dice.between(0.36, 0.5);
        let (v, wall) = (foot - tall, mix(dice.pick(&paints), middle, 0.25));
        canvas.polygon(&[(u, v), (u + wide * 0.5, v - wide * 0.6), (u + wide, v)], scale(wall, 0.55), 1.0);
        canvas.shade_within((u, v), (u + wide, foot), |x, y, _| {
            scale(wall, 0.62 + 0.3 * (y - v) / tall - 0.1 * (x - u) / wide)
        });
        for storey in 0..3 {
            for pane in 0..3 {
                let at = (u + wide * (0.14 + 0.27 * pane as f32), v + tall * (0.08 + 0.24 * storey as f32));
                let lit = dice.unit() < 0.5;
                let glass = if lit { hex(0xFFDB94) } else { scale(top, 0.7) };
                canvas.rect(at, (at.0 + wide * 0.17, at.1 + tall * 0.15), hex(0xF1EBDD), 0.8);
                canvas.rect(
                    (at.0 + 0.004, at.1 + 0.004),
                    (at.0 + wide * 0.17 - 0.004, at.1 + tall * 0.15 - 0.004),
                    glass,
                    1.0,
                );
            }
        }
        let shop = dice.pick(&[hex(0xFFC56B), hex(0xFFE2AE), hex(0xF7A95B)]);
        canvas.rect((u + wide * 0.08, foot - tall * 0.2), (u + wide * 0.92, foot - 0.01), shop, 0.85);
        canvas.rect((u + wide * 0.04, foot - tall * 0.24), (u + wide * 0.96, foot - tall * 0.2), scale(wall, 0.4), 1.0);
        u += wide;
    }
    mirror(canvas, dice, foot, mix(scale(top, 0.5), low, 0.15));
    for _ in 0..9 {
        let size = dice.between(0.1, 0.22);
        let at = (dice.between(0.05, 0.95) * aspect, foot + size * 0.62);
        let coat = scale(mix(dice.pick(&paints), hex(0x15171C), 0.75), 0.9);
        canvas.polygon(
            &[
                (at.0 - size * 0.1, at.1 - size * 0.62),
                (at.0 + size * 0.1, at.1 - size * 0.62),
                (at.0 + size * 0.15, at.1 - size * 0.2),
                (at.0 + size * 0.05, at.1),
                (at.0 - size * 0.07, at.1),
                (at.0 - size * 0.15, at.1 - size * 0.2),
            ],
            coat,
            1.0,
        );
        canvas.ellipse((at.0, at.1 - size * 0.71), (size * 0.062, size * 0.075), scale(coat, 0.8), 1.0, 0.0);
        if dice.unit() < 0.65 {
            let brolly = dice.pick(&[hex(0x9C2F2A), hex(0x23395B), hex(0x1D1E22), hex(0xC9A227)]);
            let rim = at.1 - size * 0.78;
            canvas.polygon(
                &[
                    (at.0 - size * 0.3, rim),
                    (at.0 - size * 0.2, rim - size * 0.14),
                    (at.0, rim - size * 0.2),
                    (at.0 + size * 0.2, rim - size * 0.14),
                    (at.0 + size * 0.3, rim),
                ],
                brolly,
                1.0,
            );
        }
    }
    for lamp in [0.2, 0.55, 0.86] {
        let at = (aspect * lamp, foot - 0.3);
        canvas.line(at, (at.0, foot + 0.02), 0.007, hex(0x15171C), 1.0);
        canvas.glow(at, 0.24, hex(0xFFDDA0), 0.55);
        canvas.ellipse(at, (0.013, 0.017), hex(0xFFF6DC), 1.0, 0.004);
    }
    canvas.shade(|_, v, under| add(under, low, 0.05 * (1.0 - v)));
}
