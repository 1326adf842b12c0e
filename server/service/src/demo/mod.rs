//! A believable organization for an empty database: to look at, to try things on, to measure with.

mod alerts;
mod batch;
mod calendar;
mod dice;
mod files;
mod fill;
mod logged;
mod maker;
mod names;
mod people;
mod pictures;
mod pins;
mod prose;
mod robots;
mod teams;
mod work;

pub use fill::{Filled, Plan, fill};
