//! Pictures in grey as PNG files (ISO/IEC 15948).

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

/// A picture, white to begin with: 0 is black, 255 white.
pub(crate) struct Picture {
    width: usize,
    pixels: Vec<u8>,
}

impl Picture {
    pub(crate) fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            pixels: vec![255; width * height],
        }
    }

    /// Draws a plane of numbers, `columns` in a row, each as a square of `scale` pixels: the smallest white, the largest black.
    pub(crate) fn draw(
        &mut self,
        plane: &[f32],
        columns: usize,
        (left, top): (usize, usize),
        scale: usize,
    ) {
        let low = plane.iter().copied().fold(f32::INFINITY, f32::min);
        let high = plane.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let range = (high - low).max(f32::MIN_POSITIVE);
        for (i, value) in plane.iter().enumerate() {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to 255
            let shade = (255.0 * (high - value) / range).round() as u8;
            let (x, y) = (left + i % columns * scale, top + i / columns * scale);
            for row in y..y + scale {
                self.pixels[row * self.width + x..][..scale].fill(shade);
            }
        }
    }

    pub(crate) fn write(&self, path: &Path) -> io::Result<()> {
        let height = self.pixels.len() / self.width;
        let size = |n: usize| u32::try_from(n).map_err(|_| io::ErrorKind::InvalidInput);
        let mut header = Vec::new();
        header.extend(size(self.width)?.to_be_bytes());
        header.extend(size(height)?.to_be_bytes());
        header.extend([8, 0, 0, 0, 0]); // eight bits of grey, not interlaced
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
        for row in self.pixels.chunks_exact(self.width) {
            packed.write_all(&[0])?; // no filter
            packed.write_all(row)?;
        }
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        for (name, data) in [
            (b"IHDR", header),
            (b"IDAT", packed.finish()?),
            (b"IEND", Vec::new()),
        ] {
            let mut check = Crc::new();
            check.update(name);
            check.update(&data);
            file.extend(size(data.len())?.to_be_bytes());
            file.extend(name);
            file.extend(data);
            file.extend(check.sum().to_be_bytes());
        }
        fs::write(path, file)
    }
}
