//! PNG files: the few chunks that a picture needs.

use std::io::{self, Write};

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

/// A picture of 8-bit RGB, row by row, as a PNG file (ISO/IEC 15948).
pub(super) fn encode(width: u32, height: u32, rgb: &[u8]) -> io::Result<Vec<u8>> {
    let mut header = Vec::from(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]); // bits, RGB, deflate, filters, not interlaced

    let mut data = ZlibEncoder::new(Vec::new(), Compression::default());
    let row = 3 * width as usize;
    let mut above: &[u8] = &[];
    for line in rgb.chunks_exact(row) {
        // Each byte less the one above it: areas of one colour become zeros.
        data.write_all(&[2])?;
        let filtered: Vec<u8> = line
            .iter()
            .enumerate()
            .map(|(i, byte)| byte.wrapping_sub(above.get(i).copied().unwrap_or(0)))
            .collect();
        data.write_all(&filtered)?;
        above = line;
    }

    let mut file = Vec::from(*b"\x89PNG\r\n\x1a\n");
    chunk(&mut file, *b"IHDR", &header)?;
    chunk(&mut file, *b"IDAT", &data.finish()?)?;
    chunk(&mut file, *b"IEND", &[])?;
    Ok(file)
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) -> io::Result<()> {
    let length = u32::try_from(data.len()).map_err(io::Error::other)?;
    let mut sum = Crc::new();
    sum.update(&kind);
    sum.update(data);
    file.extend(length.to_be_bytes());
    file.extend(kind);
    file.extend(data);
    file.extend(sum.sum().to_be_bytes());
    Ok(())
}
