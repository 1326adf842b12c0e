//! What must be in the database, as the clients know it from what was acknowledged.

use std::collections::{BTreeMap, BTreeSet};

use testkit::Database;

/// One change, as its writer asked for it. A person is named by the address.
#[derive(Clone, Debug)]
pub enum Op {
    Invite { email: String, role: &'static str },
    SetRole { email: String, role: &'static str },
    Deactivate { email: String },
    Reactivate { email: String },
    Remove { email: String },
}

impl Op {
    /// How the history calls it.
    pub fn action(&self) -> &'static str {
        match self {
            Self::Invite { .. } => "user.invited",
            Self::SetRole { .. } => "user.role_changed",
            Self::Deactivate { .. } => "user.deactivated",
            Self::Reactivate { .. } => "user.reactivated",
            Self::Remove { .. } => "user.removed",
        }
    }

    fn email(&self) -> &str {
        match self {
            Self::Invite { email, .. }
            | Self::SetRole { email, .. }
            | Self::Deactivate { email }
            | Self::Reactivate { email }
            | Self::Remove { email } => email,
        }
    }
}

/// A change and the request that asked for it.
pub type Asked = (String, Op);

/// What the writers saw in a round.
#[derive(Default)]
pub struct Seen {
    pub acknowledged: Vec<Asked>,
    /// Asked for, and not answered: each may have been done, once, or not.
    pub unknown: Vec<Asked>,
}

impl Seen {
    pub fn add(&mut self, other: Self) {
        self.acknowledged.extend(other.acknowledged);
        self.unknown.extend(other.unknown);
    }
}

/// What went wrong, counted.
#[derive(Default, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub lost: usize,
    pub duplicated: usize,
    pub half_done: Vec<String>,
}

/// Everybody who was written about, with role and status, by their addresses.
#[derive(Default)]
pub struct Model {
    people: BTreeMap<String, (String, String)>,
    /// Every request whose change is in the history.
    done: BTreeSet<String>,
}

impl Model {
    /// Begins with an active person.
    pub fn knows(&mut self, email: &str, role: &str) {
        self.people.insert(email.to_owned(), (role.to_owned(), "active".to_owned()));
    }

    fn apply(&mut self, (id, op): &Asked) {
        self.done.insert(id.clone());
        if let Op::Invite { email, role } = op {
            self.people.insert(email.clone(), ((*role).to_owned(), "pending".to_owned()));
        }
        let Some((role, status)) = self.people.get_mut(op.email()) else { return };
        match op {
            Op::Invite { .. } => {}
            Op::SetRole { role: to, .. } => (*to).clone_into(role),
            Op::Deactivate { .. } => "deactivated".clone_into(status),
            Op::Reactivate { .. } => "active".clone_into(status),
            Op::Remove { .. } => "removed".clone_into(status),
        }
    }

    /// Compares what was seen with what is stored, and goes on from there.
    pub async fn verify(&mut self, database: &Database, seen: &Seen) -> Wrong {
        let mut wrong = Wrong::default();
        let history = history(database).await;
        for asked in &seen.acknowledged {
            let rows = history.get(&asked.0).map_or(&[][..], Vec::as_slice);
            match rows {
                [] => wrong.lost += 1,
                [(action, email)] if (action.as_str(), email.as_str()) == (asked.1.action(), asked.1.email()) => {}
                [other] => wrong.half_done.push(format!("{asked:?} is in the history as {other:?}")),
                _ => wrong.duplicated += 1,
            }
            self.apply(asked);
        }
        for asked in seen.unknown.iter().filter(|asked| history.contains_key(&asked.0)) {
            self.apply(asked);
        }
        for (id, rows) in &history {
            if !self.done.contains(id) {
                wrong.half_done.push(format!("nobody asked for {id}: {rows:?}"));
            } else if rows.len() > 1 && !seen.acknowledged.iter().any(|asked| asked.0 == *id) {
                wrong.duplicated += 1;
            }
        }
        self.compare_people(database, &mut wrong).await;
        self.compare_mails(database, &mut wrong).await;
        wrong
    }

    async fn compare_people(&self, database: &Database, wrong: &mut Wrong) {
        let rows = database.rows(r#"SELECT email, role, status FROM "user""#).await;
        let stored: BTreeMap<_, _> =
            rows.into_iter().map(|row| (row[0].clone(), (row[1].clone(), row[2].clone()))).collect();
        for (email, should) in &self.people {
            let is = stored.get(email);
            if is != Some(should) {
                wrong.half_done.push(format!("{email} is {is:?} and should be {should:?}"));
            }
        }
        for email in stored.keys().filter(|email| !self.people.contains_key(*email)) {
            wrong.half_done.push(format!("nobody invited {email}"));
        }
    }

    /// Each invitation has its one mail, which waits unless the invitation was taken back.
    async fn compare_mails(&self, database: &Database, wrong: &mut Wrong) {
        let mut mails: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in database.rows("SELECT recipient, state FROM mail").await {
            mails.entry(row[0].clone()).or_default().push(row[1].clone());
        }
        let invited = self.people.iter().filter(|(email, _)| email.contains("-invited-"));
        for (email, (_, status)) in invited {
            let should = if status == "removed" { "cancelled" } else { "waiting" };
            let is = mails.get(email).map_or(&[][..], Vec::as_slice);
            if is != [should.to_owned()] {
                wrong.half_done.push(format!("{email}, who is {status}, has the mails {is:?}"));
            }
        }
    }
}

/// Action and target of the writers' rows in the history, by the request.
async fn history(database: &Database) -> BTreeMap<String, Vec<(String, String)>> {
    let sql = r#"SELECT history.request_id, history.action, "user".email FROM history
        JOIN "user" ON "user".id = history.target_id WHERE history.request_id LIKE 'writer-%' ORDER BY history.seq"#;
    let mut rows: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in database.rows(sql).await {
        rows.entry(row[0].clone()).or_default().push((row[1].clone(), row[2].clone()));
    }
    rows
}
