//! A picture out of what somebody sends: what is kept is drawn by us, pixel by pixel, so that nothing else gets in.

use std::io::Cursor;

use domain::square::Square;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use tokio::sync::Semaphore;

use super::Sent;
use crate::{Error, Result};

/// Pixels of a side of the square that is kept.
const SIDE: u32 = 256;
/// Pixels of a side of what is sent.
const MOST: u32 = 4096;
/// Bytes that decoding may take.
const MEMORY: u64 = 64 * 1024 * 1024;

/// So many pictures are drawn at a time.
static PLACES: Semaphore = Semaphore::const_new(2);

const KINDS: &str = "A picture is a PNG, a JPEG or a WebP.";
const BROKEN: &str = "This picture is broken.";
const LARGE: &str = "A picture has at most 4096 pixels on each side.";
const OUTSIDE: &str = "The square that is to be kept is not in the picture. Choose it again.";
const MORE: &str = "There is something else in the file behind the picture. Save the picture anew and send that.";

/// The square of the picture that was chosen, or its middle.
///
/// # Errors
///
/// `Invalid` on the field `picture`, in words.
pub async fn draw(sent: Sent) -> Result<Vec<u8>> {
    let place = PLACES.acquire().await.map_err(|error| Error::Internal(error.to_string()))?;
    // The work goes on when nobody waits for it any more, and its place is taken as long.
    let drawing = tokio::task::spawn_blocking(move || {
        let drawn = square(&sent.bytes, sent.square);
        drop(place);
        drawn
    });
    let drawn = drawing.await.map_err(|error| Error::Internal(error.to_string()))?;
    Ok(drawn.map_err(|rule| domain::Error::invalid("picture", rule))?)
}

fn square(sent: &[u8], chosen: Option<Square>) -> Result<Vec<u8>, &'static str> {
    let format = format(sent).ok_or(KINDS)?;
    if !ends_with_itself(format, sent) {
        return Err(MORE);
    }
    let picture = decode(format, sent)?;
    let (width, height) = (picture.width(), picture.height());
    let kept = chosen.unwrap_or_else(|| Square::middle(width, height));
    if !kept.fits(width, height) {
        return Err(OUTSIDE);
    }
    let kept = picture.crop_imm(kept.x, kept.y, kept.size, kept.size);
    let mut drawn = Cursor::new(Vec::new());
    let small = kept.resize_exact(SIDE, SIDE, FilterType::CatmullRom).into_rgba8();
    small.write_to(&mut drawn, ImageFormat::Png).map_err(|_| BROKEN)?;
    Ok(drawn.into_inner())
}

/// By the first bytes alone: what a file is called says nothing.
fn format(sent: &[u8]) -> Option<ImageFormat> {
    match sent {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(ImageFormat::Png),
        [0xff, 0xd8, 0xff, ..] => Some(ImageFormat::Jpeg),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(ImageFormat::WebP),
        _ => None,
    }
}

/// Whether the file is over where the picture is: what comes behind is meant for another program.
fn ends_with_itself(format: ImageFormat, sent: &[u8]) -> bool {
    match format {
        ImageFormat::Png => sent.ends_with(b"\0\0\0\0IEND\xae\x42\x60\x82") && chunks_end(sent),
        ImageFormat::Jpeg => sent.ends_with(&[0xff, 0xd9]),
        _ => sent.get(4..8).and_then(|it| it.try_into().ok()).is_some_and(|length| {
            let length = u64::from(u32::from_le_bytes(length)) + 8;
            length == sent.len() as u64
        }),
    }
}

/// Whether the first chunk that says it is the last one is.
fn chunks_end(sent: &[u8]) -> bool {
    let mut rest = sent.get(8..).unwrap_or_default();
    while let Some((head, _)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, kind @ ..] = *head;
        let length = u64::from(u32::from_be_bytes([a, b, c, d])) + 12;
        let Some(next) = usize::try_from(length).ok().and_then(|length| rest.get(length..)) else { return false };
        if kind == *b"IEND" {
            return next.is_empty();
        }
        rest = next;
    }
    false
}

fn decode(format: ImageFormat, sent: &[u8]) -> Result<DynamicImage, &'static str> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST);
    limits.max_image_height = Some(MOST);
    limits.max_alloc = Some(MEMORY);
    let told = |error| if matches!(error, image::ImageError::Limits(_)) { LARGE } else { BROKEN };
    let mut reader = ImageReader::with_format(Cursor::new(sent), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(told)?;
    limits.reserve(decoder.total_bytes()).map_err(told)?;
    let turned = decoder.orientation().map_err(told)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(told)?;
    picture.apply_orientation(turned);
    Ok(picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture that is red in its middle square and blue beside it.
    fn picture(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
        let side = width.min(height);
        let (left, top) = ((width - side) / 2, (height - side) / 2);
        let inside = |x: u32, y: u32| (left..left + side).contains(&x) && (top..top + side).contains(&y);
        let drawn = image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb(if inside(x, y) { [255, 0, 0] } else { [0, 0, 255] })
        });
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(drawn).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn the_middle_of_every_kind_of_picture_becomes_a_square() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            for (width, height) in [(400, 100), (30, 90), (1, 1)] {
                let drawn = square(&picture(format, width, height), None).unwrap();

                assert_eq!(image::guess_format(&drawn).unwrap(), ImageFormat::Png);
                let drawn = image::load_from_memory(&drawn).unwrap().into_rgb8();
                assert_eq!(drawn.dimensions(), (SIDE, SIDE));
                assert!(drawn.get_pixel(128, 128)[0] > 200 && drawn.get_pixel(3, 128)[2] < 100, "{format:?} {width}");
            }
        }
    }

    #[test]
    fn what_was_chosen_is_kept_and_must_be_in_the_picture() {
        // Red from 150 to 250, blue beside it.
        let sent = picture(ImageFormat::Png, 400, 100);
        let at = |x, y, size| square(&sent, Some(Square { x, y, size }));
        let color = |drawn: Vec<u8>| image::load_from_memory(&drawn).unwrap().into_rgb8().get_pixel(128, 128).0;

        assert_eq!(color(at(0, 0, 100).unwrap()), [0, 0, 255]);
        assert_eq!(color(at(160, 10, 80).unwrap()), [255, 0, 0]);
        assert_eq!(color(at(399, 99, 1).unwrap()), [0, 0, 255]);
        for (x, y, size) in [(301, 0, 100), (0, 1, 100), (0, 0, 0), (u32::MAX, 0, 2), (0, 0, 400)] {
            assert_eq!(at(x, y, size), Err(OUTSIDE), "{x} {y} {size}");
        }
    }

    #[test]
    fn what_is_no_picture_or_more_than_one_is_refused() {
        for other in ["<svg xmlns='http://www.w3.org/2000/svg'/>", "GIF89a/*", "<!doctype html>", "BM", ""] {
            assert_eq!(square(other.as_bytes(), None), Err(KINDS), "{other}");
        }
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let whole = picture(format, 20, 20);
            let and_more = [whole.as_slice(), b"<script>alert(1)</script>"].concat();
            assert_eq!(square(&and_more, None), Err(MORE), "{format:?}");
        }
        let png = picture(ImageFormat::Png, 20, 20);
        let twice = [png.as_slice(), b"PK\x03\x04", &png].concat();
        assert_eq!(square(&twice, None), Err(MORE));
    }

    #[test]
    fn a_broken_picture_is_refused() {
        let mut png = picture(ImageFormat::Png, 20, 20);
        png[41] ^= 0xff;
        assert_eq!(square(&png, None), Err(BROKEN));
    }

    #[test]
    fn a_bomb_is_refused_before_it_goes_off() {
        assert_eq!(square(&picture(ImageFormat::Png, MOST + 1, 1), None), Err(LARGE));
        // 4096 × 4096 of eight bytes a pixel: within the sides, but 128 MiB.
        let header = |side: u32| {
            let mut data = [&side.to_be_bytes()[..], &side.to_be_bytes(), &[16, 6, 0, 0, 0]].concat();
            data.splice(0..0, *b"IHDR");
            data
        };
        let chunk = |data: &[u8]| {
            let length = u32::try_from(data.len() - 4).unwrap().to_be_bytes();
            [&length[..], data, &crc(data).to_be_bytes()].concat()
        };
        for side in [MOST, 60_000] {
            let parts = [chunk(&header(side)), chunk(b"IDAT"), chunk(b"IEND")];
            let bomb = [b"\x89PNG\r\n\x1a\n".to_vec(), parts.concat()].concat();
            assert_eq!(square(&bomb, None), Err(LARGE), "{side}");
        }
    }

    fn crc(data: &[u8]) -> u32 {
        let turn = |crc: u32, byte: &u8| {
            (0..8).fold(crc ^ u32::from(*byte), |it, _| if it & 1 == 1 { it >> 1 ^ 0xedb8_8320 } else { it >> 1 })
        };
        !data.iter().fold(!0, turn)
    }
}
