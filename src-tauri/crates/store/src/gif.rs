//! The frames of a GIF (GIF89a specification, sections 20 to 27), without decoding any: a frame may be larger than the
//! picture says that it is, and whoever shows it makes room for the frame.

/// The size that the picture needs, in pixels: far enough right and down for its screen and for every frame.
pub(crate) fn needed_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut rest = Reader { bytes };
    rest.skip(6)?;
    let (mut width, mut height) = (rest.number()?, rest.number()?);
    let flags = rest.byte()?;
    rest.skip(2)?;
    rest.skip(table_bytes(flags))?;
    // A picture that breaks off is shown as far as it goes.
    while let Some(block) = rest.byte() {
        match block {
            0x2c => {
                let Some((right, below)) = rest.frame() else { break };
                width = width.max(right);
                height = height.max(below);
            }
            0x21 => {
                if rest.skip(1).and_then(|()| rest.sub_blocks()).is_none() {
                    break;
                }
            }
            _ => break,
        }
    }
    Some((width, height))
}

/// Bytes of the colour table that the flags announce.
fn table_bytes(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from(self.byte()?) | u32::from(self.byte()?) << 8)
    }

    fn skip(&mut self, count: usize) -> Option<()> {
        self.bytes = self.bytes.get(count..)?;
        Some(())
    }

    fn sub_blocks(&mut self) -> Option<()> {
        loop {
            match self.byte()? {
                0 => return Some(()),
                length => self.skip(usize::from(length))?,
            }
        }
    }

    /// How far right and down a frame reaches; what it holds is skipped.
    fn frame(&mut self) -> Option<(u32, u32)> {
        let (left, top) = (self.number()?, self.number()?);
        let reach = (left + self.number()?, top + self.number()?);
        let flags = self.byte()?;
        // Where the frame breaks off, its size counts all the same.
        let _ = self.skip(table_bytes(flags) + 1).and_then(|()| self.sub_blocks());
        Some(reach)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: &[u8] = b"GIF89a\x02\x00\x03\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff";

    #[test]
    fn frames_count_as_well_as_the_screen() {
        let small = [SCREEN, b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"].concat();
        assert_eq!(needed_size(&small), Some((2, 3)));
        let comment = b"!\xfe\x03abc\x00";
        let large = [SCREEN, comment, b",\x01\x00\x00\x00\xff\xff\x01\x00\x00\x02\x02D\x01\x00;"].concat();
        assert_eq!(needed_size(&large), Some((65_536, 3)));
        assert_eq!(needed_size(&large[..large.len() - 6]), Some((65_536, 3)));
        assert_eq!(needed_size(b"GIF89a"), None);
    }
}
