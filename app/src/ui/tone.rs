//! How good the news is. Never by colour alone: each tone has its icon.

use super::Icon;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Neutral,
    Good,
    Warn,
    Bad,
}

impl Tone {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    pub const fn icon(self) -> Icon {
        match self {
            Self::Neutral => Icon::Info,
            Self::Good => Icon::Check,
            Self::Warn | Self::Bad => Icon::Warning,
        }
    }

    /// Bad news interrupts a screen reader, other news waits.
    pub const fn role(self) -> &'static str {
        if matches!(self, Self::Bad) { "alert" } else { "status" }
    }
}
