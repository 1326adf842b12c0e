//! The program is told to stop under load: requests that run come to their end, and nothing that was noted is lost.

use std::time::{Duration, Instant};

use testkit::{Database, Dice};

use crate::kill::Tally;
use crate::model::{Model, Wrong};
use crate::program::Home;
use crate::rounds;
use crate::writers::Writers;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_when_the_program_is_stopped() {
    let (rounds, mut dice) = (rounds(2), Dice::thrown("stop"));
    let database = Database::fresh().await;
    let mut home = Home::new(Some(database.url()));
    home.set("ROLLCALL_SMTP_URL", "smtp://127.0.0.1:1");
    let (mut model, mut program) = (Model::default(), home.start());
    let mut writers = Writers::found(&program, &mut model);
    let mut tally = Tally::default();

    for _ in 0..rounds {
        let noted = requests(&database).await;
        let writing = writers.write(&mut dice);
        writing.goes_on();
        std::thread::sleep(dice.milliseconds(50, 1500));
        program.ask_to_stop();
        let begun = Instant::now();
        let (status, log) = program.ended();
        assert!(status.success() && begun.elapsed() < Duration::from_secs(15), "{status} {:?}: {log}", begun.elapsed());
        let seen = writing.end(&mut writers);

        let asked = i64::try_from(seen.acknowledged.len()).unwrap();
        let noted = requests(&database).await - noted;
        assert!(noted >= asked, "{noted} of {asked} requests are in the activity");
        program = home.start();
        let wrong = model.verify(&database, &seen).await;
        tally.count(&seen, &wrong, program.ready_after);
        assert!(wrong == Wrong::default(), "{wrong:?}");
        home.is_consistent(&[]);
        writers.learn(&database).await;
    }
    tally.print(if testkit::on_postgres() { "SIGTERM, PostgreSQL" } else { "SIGTERM, SQLite" }, rounds);
}

async fn requests(database: &Database) -> i64 {
    let sql = "SELECT CAST(coalesce(sum(requests), 0) AS text) FROM activity_day";
    database.rows(sql).await[0][0].parse().unwrap()
}
