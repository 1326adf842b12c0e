//! A picture to send.

use std::io::Cursor;

use image::{ImageFormat, RgbImage};

/// A PNG of this size.
pub fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::new(width, height).write_to(&mut bytes, ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}
