//! Speed and memory of the real program with many people, beside the database alone and a static file, in one run.
//!
//! `cargo run --release -p bench -- target/release/rollcall`, on SQLite, or on the PostgreSQL server that
//! `TEST_DATABASE_URL` names.

mod client;
mod load;
mod program;
mod raw;
mod requests;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Parser;

use client::Client;
use load::measure;
use program::{Call, Database, Program};
use requests::{Case, Requests};

type Failure = Box<dyn std::error::Error + Send + Sync>;
type Result<T, E = Failure> = std::result::Result<T, E>;

#[derive(Parser)]
struct Options {
    /// The release build of the program
    binary: PathBuf,
    #[arg(long, default_value_t = 100_000)]
    users: u32,
    #[arg(long, default_value_t = 400)]
    days: u32,
    /// How many runs the largest team gets
    #[arg(long, default_value_t = 1_000_000)]
    runs: u32,
    /// Seconds for each figure
    #[arg(long, default_value_t = 3)]
    seconds: u64,
    /// Only what has these words in its name
    #[arg(long, default_value = "")]
    only: String,
}

fn main() -> Result<()> {
    let options = Options::parse();
    // One thread: what the load costs is taken from the two cores that the program has.
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(run(&options))
}

async fn run(options: &Options) -> Result<()> {
    let database = Database::fresh().await?;
    let began = Instant::now();
    let program = Call::new(&options.binary, &database)?;
    program.fill(options.users, options.days)?;
    println!(
        "### {} users, {} days, {}\n",
        options.users,
        options.days,
        if Database::is_postgres() { "PostgreSQL" } else { "SQLite" }
    );
    let filled_in = began.elapsed().as_secs_f64();
    let members = raw::crowd(&database, options.runs).await?;
    println!(
        "Filled in {filled_in:.1} s; then {} runs more for the team {}, which has {members} members.",
        options.runs,
        raw::CROWDED
    );
    let mut program = program.start().await?;
    println!(
        "First answer {} ms after the start, {} MiB resident.\n",
        program.started_in.as_millis(),
        program.resident()?
    );
    let requests = Requests::prepare(&program).await?;
    println!("| what | 1 client: p50 ms | p99 | 16 clients: p50 ms | p99 | a second | CPU ms each | raw SQL: p50 ms |");
    println!("|---|---|---|---|---|---|---|---|");
    for case in requests.cases().into_iter().filter(|case| case.name.contains(&options.only)) {
        row(options, &program, &database, &case).await?;
    }
    csv(&program, &requests).await?;
    println!("{} MiB resident after all of it.\n", program.resident()?);
    program.stop().await
}

async fn row(options: &Options, program: &Program, database: &Database, case: &Case) -> Result<()> {
    let time = Duration::from_secs(options.seconds);
    measure(program.address, case, 1, Duration::from_millis(300)).await?;
    let alone = measure(program.address, case, 1, time).await?;
    let before = program.cpu()?;
    let crowd = measure(program.address, case, 16, time).await?;
    let cpu = program.cpu()?.saturating_sub(before).as_secs_f64() * 1000.0 / (crowd.a_second * time.as_secs_f64());
    let raw = match &case.raw {
        Some(sql) => format!("{:.2}", raw::p50(database, sql, Duration::from_secs(1)).await?),
        None => String::new(),
    };
    println!(
        "| {} | {:.2} | {:.2} | {:.2} | {:.2} | {:.0} | {cpu:.2} | {raw} |",
        case.name, alone.p50, alone.p99, crowd.p50, crowd.p99, crowd.a_second
    );
    Ok(())
}

/// The export, whole, by one client.
async fn csv(program: &Program, requests: &Requests) -> Result<()> {
    let before = program.resident()?;
    let began = Instant::now();
    let answer = Client::connect(program.address).await?.ask(&requests.csv()).await?;
    let (rows, seconds) = (std::str::from_utf8(&answer.body)?.lines().count() - 1, began.elapsed().as_secs_f64());
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rate = rows as f64 / seconds;
    println!(
        "\nCSV: {rows} rows in {seconds:.2} s, {rate:.0} rows a second; {before} MiB resident before, {} after.",
        program.resident()?
    );
    Ok(())
}
