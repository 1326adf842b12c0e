//! The square of a picture that is kept.

use serde::{Deserialize, Serialize};

/// In the picture's own pixels, from its upper left corner, as it is shown: turned if its file says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Square {
    pub x: u32,
    pub y: u32,
    pub size: u32,
}

impl Square {
    /// The largest one in the middle.
    pub fn middle(width: u32, height: u32) -> Self {
        let size = width.min(height);
        Self { x: (width - size) / 2, y: (height - size) / 2, size }
    }

    /// Whether all of it is in the picture, and something of the picture in it.
    pub fn fits(self, width: u32, height: u32) -> bool {
        let ends = |start: u32, side: u32| start.checked_add(self.size).is_some_and(|end| end <= side);
        self.size > 0 && ends(self.x, width) && ends(self.y, height)
    }

    /// As far to the right and down as the picture goes.
    #[must_use]
    pub fn moved(self, (right, down): (i32, i32), (width, height): (u32, u32)) -> Self {
        let to = |start: u32, by: i32, side: u32| start.saturating_add_signed(by).min(side.saturating_sub(self.size));
        Self { x: to(self.x, right, width), y: to(self.y, down, height), ..self }
    }

    /// Of another size about the same middle, as far as the picture goes.
    #[must_use]
    pub fn sized(self, size: u32, (width, height): (u32, u32)) -> Self {
        let size = size.clamp(1, width.min(height).max(1));
        let by = (i64::from(self.size) - i64::from(size)) / 2;
        let by = i32::try_from(by).unwrap_or_default();
        Self { size, ..self }.moved((by, by), (width, height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: (u32, u32) = (400, 300);

    #[test]
    fn the_middle_is_as_large_as_the_shorter_side() {
        assert_eq!(Square::middle(400, 300), Square { x: 50, y: 0, size: 300 });
        assert_eq!(Square::middle(301, 400), Square { x: 0, y: 49, size: 301 });
    }

    #[test]
    fn a_square_fits_if_all_of_it_is_in_the_picture() {
        let fits = |x, y, size| Square { x, y, size }.fits(400, 300);

        assert!(fits(100, 0, 300) && fits(399, 299, 1));
        assert!(!fits(101, 0, 300) && !fits(0, 1, 300) && !fits(0, 0, 0) && !fits(u32::MAX, 0, 2));
    }

    #[test]
    fn what_is_moved_or_sized_stays_in_the_picture() {
        let start = Square { x: 50, y: 50, size: 200 };

        assert_eq!(start.moved((10, -20), ALL), Square { x: 60, y: 30, size: 200 });
        assert_eq!(start.moved((999, 999), ALL), Square { x: 200, y: 100, size: 200 });
        assert_eq!(start.moved((-999, i32::MIN), ALL), Square { x: 0, y: 0, size: 200 });
        assert_eq!(start.sized(100, ALL), Square { x: 100, y: 100, size: 100 });
        assert_eq!(start.sized(999, ALL), Square { x: 0, y: 0, size: 300 });
        assert_eq!(start.sized(0, ALL).size, 1);
        assert!(start.sized(300, ALL).fits(400, 300));
    }
}
