//! How a run goes, and what may become of it.

use crate::closed_set::closed_set;
use crate::error::{Error, Result};

closed_set! {
    /// How it goes, or went.
    RunState {
        Running = "running", "Running";
        Finished = "finished", "Finished";
        Failed = "failed", "Failed";
        /// Nothing was heard from it any more.
        Crashed = "crashed", "Crashed";
    }
}

/// For how long nothing is heard of a run before it is taken to have crashed, in seconds.
pub const SILENCE_SECONDS: i64 = 300;

impl RunState {
    /// Whether a run in this state becomes another by being said to be `to`. One that crashed was only not heard of: it
    /// may still end as it likes. One that ended goes on first, if it is to end otherwise.
    ///
    /// # Errors
    ///
    /// `Conflict` where it ended.
    pub fn turns(self, to: Self) -> Result<bool> {
        match (self, to) {
            (Self::Finished | Self::Failed, Self::Finished | Self::Failed | Self::Crashed) if self != to => {
                Err(Error::Conflict(format!("This run is {} already. Set it to running first.", self.as_str())))
            }
            _ => Ok(self != to),
        }
    }

    /// The state of a run of which something is heard: one that crashed is running after all.
    ///
    /// # Errors
    ///
    /// `Conflict` where it ended.
    pub fn heard_of(self) -> Result<Self> {
        match self {
            Self::Running | Self::Crashed => Ok(Self::Running),
            Self::Finished | Self::Failed => Err(Error::Conflict(format!(
                "This run is {} and logs nothing more. Set it to running to go on.",
                self.as_str()
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_ended_goes_on_before_it_ends_otherwise() {
        use RunState::{Crashed, Failed, Finished, Running};

        for ended in [Finished, Failed] {
            assert_eq!(Running.turns(ended), Ok(true));
            assert_eq!(Crashed.turns(ended), Ok(true), "it was only not heard of");
            assert_eq!(ended.turns(ended), Ok(false));
            assert_eq!(ended.turns(Running), Ok(true));
            assert!(ended.turns(Crashed).is_err());
            assert!(ended.heard_of().is_err());
        }
        assert!(Finished.turns(Failed).is_err());
        assert_eq!((Running.heard_of(), Crashed.heard_of()), (Ok(Running), Ok(Running)));
    }
}
