//! The clock of the machine is far behind what is stored.

use testkit::Database;

use crate::program::{Home, first_admin};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_far_behind_what_is_stored_is_refused_in_words_until_somebody_accepts_it() {
    let database = Database::fresh().await;
    let mut home = Home::new(Some(database.url()));
    let program = home.start();
    first_admin(&program);
    program.kill();
    // As if the last activity had been in two days' time.
    database.execute("UPDATE \"user\" SET last_active_key = added_at + 2 * 86400000").await;

    let (code, said) = home.run(&[], &["serve"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("the clock of this machine shows") && said.contains("ROLLCALL_ACCEPT_CLOCK=true"), "{said}");

    home.set("ROLLCALL_ACCEPT_CLOCK", "true");
    assert_eq!(home.start().client().get("/readyz").unwrap().status, 200);
}
