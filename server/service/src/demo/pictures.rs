//! Pictures for some of the people and teams: a few views, drawn here, under many names.

use std::io::Cursor;

use domain::ids::AvatarId;
use image::{ImageFormat, Rgb, RgbImage};
use uuid::Builder;

use super::dice::Dice;
use crate::storage::Store;
use crate::{Error, Result, avatars};

const SIDE: u32 = 256;
/// People further down in the order of joining have none: that is what most do.
const SHOWN: i64 = 400;

/// The colours of a view: sky, sun, far hills, near hills.
const VIEWS: [[[u8; 3]; 4]; 6] = [
    [[246, 205, 172], [255, 244, 214], [196, 116, 98], [92, 58, 74]],
    [[176, 214, 232], [255, 236, 166], [98, 150, 140], [38, 84, 86]],
    [[44, 52, 92], [236, 226, 190], [66, 82, 132], [24, 28, 54]],
    [[238, 222, 190], [232, 120, 84], [150, 152, 104], [84, 94, 62]],
    [[208, 198, 232], [255, 214, 224], [140, 114, 180], [74, 58, 112]],
    [[186, 226, 210], [250, 250, 240], [86, 164, 140], [30, 92, 92]],
];

/// What was drawn, and who has it.
pub struct Pictures {
    drawn: Vec<Vec<u8>>,
    dice: Dice,
    given: Vec<AvatarId>,
}

impl Pictures {
    pub fn drawn(seed: u64) -> Result<Self> {
        let drawn = VIEWS.iter().map(view).collect::<Result<_, _>>();
        let drawn = drawn.map_err(|error| Error::Internal(format!("a picture of the demo: {error}")))?;
        Ok(Self { drawn, dice: Dice::seeded(seed).apart(), given: Vec::new() })
    }

    /// One for a team or a person, by its number.
    pub fn give(&mut self, number: i64) -> Option<AvatarId> {
        if number > SHOWN || number % 4 != 1 {
            return None;
        }
        let id = AvatarId::from_uuid(Builder::from_random_bytes(self.dice.bytes()).into_uuid());
        self.given.push(id);
        Some(id)
    }

    /// Puts them where pictures are kept.
    pub async fn keep(self, files: &Store) -> Result<()> {
        for (id, drawn) in self.given.into_iter().zip(self.drawn.iter().cycle()) {
            files.put(&avatars::object(id), drawn.clone()).await?;
        }
        Ok(())
    }
}

/// A sun over two rows of hills.
fn view(&[sky, sun, far, near]: &[[u8; 3]; 4]) -> image::ImageResult<Vec<u8>> {
    let hill = |x: u32, top: i64, width: i64| {
        let from_peak = (i64::from(x) * 2 + width / 3) % width - width / 2;
        top + from_peak * from_peak * 64 / (width * width / 4)
    };
    let picture = RgbImage::from_fn(SIDE, SIDE, |x, y| {
        let (right, down) = (i64::from(x) - 172, i64::from(y) - 84);
        Rgb(match i64::from(y) {
            y if y > hill(x, 176, 420) => near,
            y if y > hill(x, 128, 300) => far,
            _ if right * right + down * down < 38 * 38 => sun,
            _ => sky,
        })
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png)?;
    Ok(bytes.into_inner())
}
