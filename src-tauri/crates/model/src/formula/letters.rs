//! Letters of other faces, as Unicode has them (Mathematical Alphanumeric Symbols, U+1D400 to U+1D7FF): of the attribute that
//! asks for a face browsers know `normal` alone (MathML Core, 3.1.2).

/// A face: its name, and where its capitals, its small letters and its digits begin; 0 where it has none.
const FACES: [(&str, u32, u32, u32); 13] = [
    ("bold", 0x1d400, 0x1d41a, 0x1d7ce),
    ("italic", 0x1d434, 0x1d44e, 0),
    ("bold-italic", 0x1d468, 0x1d482, 0),
    ("script", 0x1d49c, 0x1d4b6, 0),
    ("bold-script", 0x1d4d0, 0x1d4ea, 0),
    ("fraktur", 0x1d504, 0x1d51e, 0),
    ("double-struck", 0x1d538, 0x1d552, 0x1d7d8),
    ("bold-fraktur", 0x1d56c, 0x1d586, 0),
    ("sans-serif", 0x1d5a0, 0x1d5ba, 0x1d7e2),
    ("bold-sans-serif", 0x1d5d4, 0x1d5ee, 0x1d7ec),
    ("sans-serif-italic", 0x1d608, 0x1d622, 0),
    ("sans-serif-bold-italic", 0x1d63c, 0x1d656, 0),
    ("monospace", 0x1d670, 0x1d68a, 0x1d7f6),
];

/// Letters that Unicode had before it had the others of their face, by the places that were left empty for them.
const ELSEWHERE: [(u32, char); 24] = [
    (0x1d455, 'ℎ'),
    (0x1d49d, 'ℬ'),
    (0x1d4a0, 'ℰ'),
    (0x1d4a1, 'ℱ'),
    (0x1d4a3, 'ℋ'),
    (0x1d4a4, 'ℐ'),
    (0x1d4a7, 'ℒ'),
    (0x1d4a8, 'ℳ'),
    (0x1d4ad, 'ℛ'),
    (0x1d4ba, 'ℯ'),
    (0x1d4bc, 'ℊ'),
    (0x1d4c4, 'ℴ'),
    (0x1d506, 'ℭ'),
    (0x1d50b, 'ℌ'),
    (0x1d50c, 'ℑ'),
    (0x1d515, 'ℜ'),
    (0x1d51d, 'ℨ'),
    (0x1d53a, 'ℂ'),
    (0x1d53f, 'ℍ'),
    (0x1d545, 'ℕ'),
    (0x1d547, 'ℙ'),
    (0x1d548, 'ℚ'),
    (0x1d549, 'ℝ'),
    (0x1d551, 'ℤ'),
];

/// Text in a face; what the face does not have stays as it is.
pub(super) fn in_face(text: &str, face: &str) -> String {
    let Some((_, capitals, small, digits)) = FACES.iter().find(|(name, ..)| *name == face) else {
        return text.to_owned();
    };
    let letter = |next: char| {
        let (begins, first) = match next {
            'A'..='Z' => (*capitals, 'A'),
            'a'..='z' => (*small, 'a'),
            '0'..='9' => (*digits, '0'),
            _ => return next,
        };
        let place = begins + (u32::from(next) - u32::from(first));
        let elsewhere = ELSEWHERE.iter().find(|(empty, _)| *empty == place).map(|(_, letter)| *letter);
        elsewhere.or_else(|| char::from_u32(place).filter(|_| begins != 0)).unwrap_or(next)
    };
    text.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_in_their_faces() {
        assert_eq!(in_face("RZx1", "double-struck"), "ℝℤ𝕩𝟙");
        assert_eq!(in_face("Lh", "script"), "ℒ𝒽");
        assert_eq!(in_face("xα1", "bold"), "𝐱α𝟏");
        assert_eq!(in_face("h1", "italic"), "ℎ1");
        assert_eq!(in_face("x", "initial"), "x");
    }
}
