//! How often an address, an account or an admin may do what is worth guessing at or flooding with.

use std::hash::{BuildHasher, Hash, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use http::{StatusCode, header};

use crate::client::network_of;
use crate::words::words;

/// Above so many names a limiter throws names together, which bounds its memory under any attack.
const MOST_NAMES: usize = 65_536;
const SHARED_NAMES: u64 = 4_096;

/// What is limited, each with a count of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// 10 a minute and address.
    SignIn,
    /// 20 an hour and address.
    SignUp,
    /// 1,000 invited addresses an hour and admin.
    Invite,
    /// 3 an hour and address.
    ForgotFrom,
    /// One a minute and mailbox.
    ForgotFor,
    /// 20 wrong keys a minute and address.
    WrongKey,
}

impl Action {
    const ALL: [Self; 6] =
        [Self::SignIn, Self::SignUp, Self::Invite, Self::ForgotFrom, Self::ForgotFor, Self::WrongKey];

    const fn quota(self) -> (u32, Duration) {
        let (minute, hour) = (Duration::from_mins(1), Duration::from_hours(1));
        match self {
            Self::SignIn => (10, minute),
            Self::SignUp => (20, hour),
            Self::Invite => (1000, hour),
            Self::ForgotFrom => (3, hour),
            Self::ForgotFor => (1, minute),
            Self::WrongKey => (20, minute),
        }
    }
}

/// Seconds to wait, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Too many attempts. Try again in {0} seconds.")]
pub struct RetryAfter(pub u32);

impl IntoResponse for RetryAfter {
    /// 429; routes of the `wandb` client never answer that and must say something else.
    fn into_response(self) -> Response {
        let mut response = words(StatusCode::TOO_MANY_REQUESTS, self.to_string());
        response.headers_mut().insert(header::RETRY_AFTER, self.0.into());
        response
    }
}

/// All limits of one server; they live in its memory and start empty.
pub struct RateLimits {
    limiters: Vec<DefaultKeyedRateLimiter<u64>>,
    hasher: RandomState,
    clock: DefaultClock,
}

impl RateLimits {
    /// `factor` multiplies every quota; 0 turns the limits off.
    pub fn new(factor: f64) -> Self {
        if factor == 0.0 {
            tracing::warn!("ROLLCALL_RATE_LIMIT is 0: rate limits are off");
        }
        let limiters = match factor {
            0.0 => Vec::new(),
            factor => Action::ALL.iter().map(|action| limiter(*action, factor)).collect(),
        };
        Self { limiters, hasher: RandomState::new(), clock: DefaultClock::default() }
    }

    /// Counts one attempt from `ip`, for IPv6 from its /64.
    pub fn check_address(&self, action: Action, ip: IpAddr) -> Result<(), RetryAfter> {
        self.check(action, network_of(ip), NonZeroU32::MIN)
    }

    /// Counts `times` attempts by `who`, all of them or none.
    pub fn check(&self, action: Action, who: impl Hash, times: NonZeroU32) -> Result<(), RetryAfter> {
        let Some(limiter) = self.limiters.get(action as usize) else { return Ok(()) };
        let mut name = self.hasher.hash_one(who);
        if limiter.len() >= MOST_NAMES {
            name %= SHARED_NAMES;
        }
        match limiter.check_key_n(&name, times) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(refused)) => Err(RetryAfter(whole_seconds(refused.wait_time_from(self.clock.now())))),
            Err(_) => Err(RetryAfter(whole_seconds(action.quota().1))),
        }
    }

    /// Forgets who has not tried for so long that it makes no difference; to be called about once a minute.
    pub fn sweep(&self) {
        for limiter in &self.limiters {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

fn limiter(action: Action, factor: f64) -> DefaultKeyedRateLimiter<u64> {
    let (count, period) = action.quota();
    let burst = NonZeroU32::new(scaled(count, factor)).unwrap_or(NonZeroU32::MIN);
    let each = Duration::from_secs_f64(period.as_secs_f64() / (f64::from(count) * factor));
    let quota = Quota::with_period(each.max(Duration::from_nanos(1))).unwrap_or(Quota::per_second(burst));
    DefaultKeyedRateLimiter::keyed(quota.allow_burst(burst))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a factor is from 0 to 1000, a count below 1001"
)]
fn scaled(count: u32, factor: f64) -> u32 {
    (f64::from(count) * factor).round() as u32
}

fn whole_seconds(wait: Duration) -> u32 {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    u32::try_from(seconds.max(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn passed(limits: &RateLimits, action: Action, from: &str, tries: usize) -> usize {
        (0..tries).filter(|_| limits.check_address(action, ip(from)).is_ok()).count()
    }

    #[test]
    fn each_action_has_its_own_count_for_each_address() {
        let limits = RateLimits::new(1.0);

        assert_eq!(passed(&limits, Action::SignIn, "192.0.2.1", 30), 10);
        assert_eq!(passed(&limits, Action::SignIn, "192.0.2.2", 30), 10);
        assert_eq!(passed(&limits, Action::SignUp, "192.0.2.1", 30), 20);
        assert_eq!(passed(&limits, Action::ForgotFrom, "192.0.2.1", 30), 3);
        assert_eq!(passed(&limits, Action::WrongKey, "192.0.2.1", 30), 20);
    }

    #[test]
    fn a_sixty_four_is_one_address() {
        let limits = RateLimits::new(1.0);

        assert_eq!(passed(&limits, Action::SignIn, "2001:db8::1", 10), 10);
        assert_eq!(passed(&limits, Action::SignIn, "2001:db8::2", 10), 0);
    }

    #[test]
    fn whoever_is_refused_learns_how_long_to_wait() {
        let limits = RateLimits::new(1.0);
        limits.check(Action::ForgotFor, "ada@example.org", NonZeroU32::MIN).unwrap();

        let RetryAfter(seconds) = limits.check(Action::ForgotFor, "ada@example.org", NonZeroU32::MIN).unwrap_err();

        assert!((55..=60).contains(&seconds), "{seconds}");
    }

    #[test]
    fn many_at_once_count_all_or_not_at_all() {
        let limits = RateLimits::new(1.0);
        let times = |times| NonZeroU32::new(times).unwrap();

        assert!(limits.check(Action::Invite, "admin", times(950)).is_ok());
        assert!(limits.check(Action::Invite, "admin", times(100)).is_err());
        assert!(limits.check(Action::Invite, "admin", times(50)).is_ok());
        assert_eq!(limits.check(Action::Invite, "other", times(1001)), Err(RetryAfter(3600)));
    }

    #[test]
    fn the_factor_scales_and_zero_turns_off() {
        assert_eq!(passed(&RateLimits::new(2.0), Action::SignIn, "192.0.2.1", 30), 20);
        assert_eq!(passed(&RateLimits::new(0.5), Action::SignIn, "192.0.2.1", 30), 5);
        assert_eq!(passed(&RateLimits::new(0.001), Action::SignIn, "192.0.2.1", 30), 1);
        assert_eq!(passed(&RateLimits::new(0.0), Action::SignIn, "192.0.2.1", 30), 30);
    }

    #[test]
    fn memory_is_bounded_whoever_comes() {
        let limits = RateLimits::new(1.0);
        for number in 0..150_000_u32 {
            let _ = limits.check(Action::SignIn, number, NonZeroU32::MIN);
        }

        assert!(limits.limiters[Action::SignIn as usize].len() <= MOST_NAMES + 4_096);
    }
}
