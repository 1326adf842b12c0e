//! Sixteen admins who write without a pause, and note what was acknowledged.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use testkit::{Database, Dice};

use crate::client::{Answer, Body};
use crate::model::{Asked, Model, Op, Seen};
use crate::program::{Person, Program, add_users, first_admin, joins};

pub const WRITERS: usize = 16;

/// The writers, with the members that they write about.
pub struct Writers {
    writers: Vec<Writer>,
    round: usize,
}

#[derive(Clone)]
struct Writer {
    number: usize,
    admin: Person,
    member: Target,
    invited: Vec<Target>,
    asked: usize,
}

/// Somebody a writer changes, as far as the writer knows.
#[derive(Clone)]
struct Target {
    id: String,
    email: String,
    role: &'static str,
    active: bool,
}

impl Target {
    fn other_role(&self) -> &'static str {
        if self.role == "admin" { "member" } else { "admin" }
    }
}

impl Writers {
    /// Signs up everybody on a fresh instance.
    pub fn found(program: &Program, model: &mut Model) -> Self {
        let ada = first_admin(program);
        model.knows("ada@example.com", "admin");
        let writers = (0..WRITERS).map(|number| {
            let (admin, member) = (format!("admin{number}"), format!("member{number}"));
            let (admin, member) = (joins(program, &ada, &admin, "admin"), joins(program, &ada, &member, "member"));
            model.knows(&format!("admin{number}@example.com"), "admin");
            model.knows(&format!("member{number}@example.com"), "member");
            let email = format!("member{number}@example.com");
            let member = Target { id: member.id, email, role: "member", active: true };
            Writer { number, admin, member, invited: Vec::new(), asked: 0 }
        });
        Self { writers: writers.collect(), round: 0 }
    }

    /// Lets all of them write until nobody answers any more.
    pub fn write(&mut self, dice: &mut Dice) -> Writing {
        self.round += 1;
        let done = Arc::new(AtomicUsize::new(0));
        let threads = self.writers.iter().cloned().map(|mut writer| {
            let (mut dice, done, round) = (dice.of(writer.number as u64), done.clone(), self.round);
            std::thread::spawn(move || {
                let mut seen = Seen::default();
                while writer.write(&mut dice, round, &mut seen) {
                    done.fetch_add(1, Ordering::Relaxed);
                }
                (writer, seen)
            })
        });
        Writing { threads: threads.collect(), done }
    }
}

/// Writing that goes on.
pub struct Writing {
    threads: Vec<JoinHandle<(Writer, Seen)>>,
    done: Arc<AtomicUsize>,
}

impl Writing {
    /// Lets the writers get warm: as many changes are acknowledged as there are writers.
    pub fn goes_on(&self) {
        while self.done.load(Ordering::Relaxed) < WRITERS && !self.threads.iter().all(JoinHandle::is_finished) {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// What all of them saw, and what they know from now on.
    pub fn end(self, writers: &mut Writers) -> Seen {
        let mut all = Seen::default();
        writers.writers.clear();
        for thread in self.threads {
            let (writer, seen) = thread.join().unwrap();
            all.add(seen);
            writers.writers.push(writer);
        }
        all
    }
}

impl Writers {
    /// Learns from the database what became of changes that were not answered.
    pub async fn learn(&mut self, database: &Database) {
        let rows = database.rows(r#"SELECT email, role, status FROM "user""#).await;
        for writer in &mut self.writers {
            let stored =
                |email: &str| rows.iter().find(|row| row[0] == email).map(|row| (row[1].clone(), row[2].clone()));
            let (role, status) = stored(&writer.member.email).expect("the member");
            writer.member.role = known_role(&role);
            writer.member.active = status == "active";
            writer.invited.retain_mut(|target| {
                let Some((role, status)) = stored(&target.email) else { return false };
                target.role = known_role(&role);
                status == "pending"
            });
        }
    }
}

fn known_role(role: &str) -> &'static str {
    if role == "admin" { "admin" } else { "member" }
}

impl Writer {
    /// Asks for one change; whether it was answered.
    fn write(&mut self, dice: &mut Dice, round: usize, seen: &mut Seen) -> bool {
        self.asked += 1;
        let id = format!("writer-{}-{round}-{}", self.number, self.asked);
        let (op, call, body) = self.choose(dice, round);
        let asked: Asked = (id, op);
        match self.admin.client.call(call, &asked.0, &body) {
            Ok(answer) if answer.status == 200 => {
                self.note(&asked.1, &answer);
                seen.acknowledged.push(asked);
                true
            }
            // The server says itself that it is not known what became of it.
            Ok(answer) if answer.status == 503 => {
                assert!(answer.header("retry-after").is_some(), "{answer:?}");
                seen.unknown.push(asked);
                false
            }
            Ok(answer) => panic!("{asked:?}: {answer:?}"),
            Err(_) => {
                seen.unknown.push(asked);
                false
            }
        }
    }

    fn choose(&mut self, dice: &mut Dice, round: usize) -> (Op, &'static str, Body) {
        let on = |target: &Target| Body::Form(vec![("user", target.id.clone())]);
        let set_role = |target: &Target| {
            let (email, role) = (target.email.clone(), target.other_role());
            let body = Body::Form(vec![("user", target.id.clone()), ("role", role.to_owned())]);
            (Op::SetRole { email, role }, "set_user_role", body)
        };
        let any = usize::try_from(dice.below(self.invited.len() as u64)).unwrap();
        match (dice.below(10), self.invited.get(any)) {
            (0..3, Some(target)) => set_role(target),
            (3, Some(target)) => (Op::Remove { email: target.email.clone() }, "remove_user", on(target)),
            (4..6, _) if self.member.active => set_role(&self.member),
            (4..8, _) if self.member.active => {
                (Op::Deactivate { email: self.member.email.clone() }, "deactivate_user", on(&self.member))
            }
            (4..8, _) => (Op::Reactivate { email: self.member.email.clone() }, "reactivate_user", on(&self.member)),
            _ => {
                let email = format!("writer{}-invited-{round}-{}@example.com", self.number, self.asked);
                let role = if dice.below(2) == 0 { "admin" } else { "member" };
                let body = add_users(&email, role);
                (Op::Invite { email, role }, "add_users", body)
            }
        }
    }

    /// What the writer knows after the change was acknowledged.
    fn note(&mut self, op: &Op, answer: &Answer) {
        match op {
            Op::Invite { email, role } => {
                let added = answer.json();
                let id =
                    added[0]["outcome"]["invited"]["user"].as_str().unwrap_or_else(|| panic!("{added}")).to_owned();
                self.invited.push(Target { id, email: email.clone(), role, active: false });
            }
            Op::SetRole { email, role } => {
                let all = self.invited.iter_mut().chain([&mut self.member]);
                all.filter(|it| it.email == *email).for_each(|it| it.role = role);
            }
            Op::Deactivate { .. } => self.member.active = false,
            Op::Reactivate { .. } => self.member.active = true,
            Op::Remove { email } => self.invited.retain(|it| it.email != *email),
        }
    }
}
