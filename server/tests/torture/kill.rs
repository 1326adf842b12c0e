//! The program is killed in the middle of writing: what was acknowledged is there, whole and once.

use std::time::Duration;

use testkit::{Database, Dice};

use crate::model::{Model, Seen, Wrong};
use crate::program::Home;
use crate::rounds;
use crate::writers::Writers;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_when_the_program_is_killed() {
    let (rounds, mut dice) = (rounds(3), Dice::thrown("kill"));
    let database = Database::fresh().await;
    let mut home = Home::new(Some(database.url()));
    // Nobody listens there: mails wait, and the job that sends them writes all the time.
    home.set("ROLLCALL_SMTP_URL", "smtp://127.0.0.1:1");
    let (mut model, mut program) = (Model::default(), home.start());
    let mut writers = Writers::found(&program, &mut model);
    let mut tally = Tally::default();

    for _ in 0..rounds {
        let writing = writers.write(&mut dice);
        writing.goes_on();
        std::thread::sleep(dice.milliseconds(50, 1500));
        program.kill();
        let seen = writing.end(&mut writers);
        program = home.start();
        // PostgreSQL may still be ending what the killed one began.
        tokio::time::sleep(Duration::from_millis(if testkit::on_postgres() { 300 } else { 0 })).await;

        let wrong = model.verify(&database, &seen).await;
        tally.count(&seen, &wrong, program.ready_after);
        assert!(wrong == Wrong::default(), "{wrong:?}");
        home.is_consistent(&[]);
        writers.learn(&database).await;
    }
    tally.print(if testkit::on_postgres() { "SIGKILL, PostgreSQL" } else { "SIGKILL, SQLite" }, rounds);
}

/// The figures of all rounds.
#[derive(Default)]
pub struct Tally {
    acknowledged: usize,
    unknown: usize,
    lost: usize,
    duplicated: usize,
    half_done: usize,
    recoveries: Vec<Duration>,
}

impl Tally {
    pub fn count(&mut self, seen: &Seen, wrong: &Wrong, recovery: Duration) {
        self.acknowledged += seen.acknowledged.len();
        self.unknown += seen.unknown.len();
        self.lost += wrong.lost;
        self.duplicated += wrong.duplicated;
        self.half_done += wrong.half_done.len();
        self.recoveries.push(recovery);
    }

    /// A line of the table in docs/RELIABILITY.md.
    pub fn print(mut self, what: &str, rounds: usize) {
        self.recoveries.sort_unstable();
        let ms = |it: Option<&Duration>| it.map_or(0, Duration::as_millis);
        let median = self.recoveries.get(self.recoveries.len() / 2);
        println!(
            "| {what} | {rounds} | {} | {} | {} | {} | {} | {} | {} |",
            self.acknowledged,
            self.unknown,
            self.lost,
            self.duplicated,
            self.half_done,
            ms(median),
            ms(self.recoveries.last())
        );
    }
}
