//! What the number in an answer means for an alert.

/// What becomes of an alert after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was taken.
    Delivered,
    /// It is tried again.
    Later,
    /// The same would be answered again.
    Refused,
    /// The destination is to be told nothing any more.
    Gone,
}

/// What an answer with this number says. What asks to come again later, or is the other side's own trouble, passes.
pub const fn verdict(status: u16) -> Verdict {
    match status {
        200..=299 => Verdict::Delivered,
        410 => Verdict::Gone,
        408 | 425 | 429 | 500..=599 => Verdict::Later,
        _ => Verdict::Refused,
    }
}

impl Verdict {
    /// Says so, of an answer with this number.
    pub fn words(self, status: u16) -> String {
        match (self, status) {
            (Self::Gone, _) => "It answered 410: it wants nothing more.".to_owned(),
            (Self::Refused, 300..=399) => {
                format!("It answered {status} and sent us elsewhere, where alerts do not follow. Type that address.")
            }
            (Self::Refused, _) => format!("It answered {status} and would do so again."),
            (Self::Delivered | Self::Later, _) => format!("It answered {status}."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_tried_again_and_what_will_not_is_not() {
        for status in [200, 201, 202, 204] {
            assert_eq!(verdict(status), Verdict::Delivered, "{status}");
        }
        for status in [408, 425, 429, 500, 502, 503, 504] {
            assert_eq!(verdict(status), Verdict::Later, "{status}");
        }
        for status in [301, 302, 307, 308, 400, 401, 403, 404, 405, 413, 422, 100, 999] {
            assert_eq!(verdict(status), Verdict::Refused, "{status}");
        }
        assert_eq!(verdict(410), Verdict::Gone);
    }

    #[test]
    fn a_redirect_is_told_as_such() {
        assert!(verdict(302).words(302).contains("elsewhere"));
        assert_eq!(verdict(404).words(404), "It answered 404 and would do so again.");
    }
}
