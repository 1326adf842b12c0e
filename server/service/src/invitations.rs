//! Invitations: sent, sent again, opened, accepted once.

use domain::bulk::Deed;
use domain::email::Email;
use domain::error::{Checks, Gone, Kind};
use domain::history::Action;
use domain::ids::UserId;
use domain::invitation::{AddOutcome, Added, Link, MAX_ADDRESSES, NewUsers, OpenInvitation};
use domain::mail::MailKind;
use domain::policy::{self, Standing, TeamRole};
use domain::user::Status;
use domain::{name, password};
use entity::{spent_invitation, team, team_member, user};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use crate::ctx::{Change, ManageUsers};
use crate::handles::{self, Owner};
use crate::history::{Record, standing};
use crate::sessions::{self, Browser, SignedIn};
use crate::users::{self, NewRow};
use crate::{Ctx, Result, organization, outbox, token};

/// Invites one or many people; each takes a seat from now on. What is wrong with one address does not keep the
/// others out.
///
/// # Errors
///
/// `Invalid` where there is no address, none that is one, more than a hundred, or a team that does not exist;
/// `Denied` where there are fewer seats than people.
pub async fn add(cx: &Ctx, new: &NewUsers) -> Result<Vec<Added>> {
    let addresses = read_addresses(&new.emails)?;
    let mut change = cx.begin::<ManageUsers>().await?;
    let teams = find_teams(&change, new).await?;
    let mut added = Vec::with_capacity(addresses.len());
    let mut fresh = Vec::new();
    for address in addresses {
        match address {
            Err((text, rule)) => added.push(Added { email: text, outcome: AddOutcome::Refused(rule) }),
            Ok(email) => match taken(&change, &email).await? {
                Some(rule) => added.push(Added { email: email.into(), outcome: AddOutcome::Refused(rule) }),
                None => fresh.push(email),
            },
        }
    }
    let count = i64::try_from(fresh.len()).unwrap_or(i64::MAX);
    policy::add(change.granted.role, change.seats(), count)?;
    for email in fresh {
        let (shown, link) = (email.to_string(), invite(cx, &mut change, email, new, &teams).await?);
        added.push(Added { email: shown, outcome: AddOutcome::Invited(link) });
    }
    change.commit_if_any().await?;
    Ok(added)
}

/// An address, or what was typed in its place and the rule that it breaks.
type Address = Result<Email, (String, String)>;

fn read_addresses(text: &str) -> Result<Vec<Address>> {
    let typed: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|it| !it.is_empty()).collect();
    let parsed = Email::parse_many(text);
    let refuse = |rule: String| Err(domain::Error::invalid("emails", rule).into());
    match parsed.as_slice() {
        [] => return refuse("Type an e-mail address.".to_owned()),
        [Err(rule)] => return refuse(rule.clone()),
        many if many.len() > MAX_ADDRESSES => {
            return refuse(format!("At most {MAX_ADDRESSES} addresses at once; these are {}.", many.len()));
        }
        _ => {}
    }
    let mut seen = std::collections::HashSet::new();
    let texts = typed.into_iter().filter(|it| seen.insert(it.to_lowercase()));
    Ok(texts.zip(parsed).map(|(text, email)| email.map_err(|rule| (text.chars().take(80).collect(), rule))).collect())
}

async fn find_teams(change: &Change<ManageUsers>, new: &NewUsers) -> Result<Vec<team::Model>> {
    let wanted: std::collections::BTreeSet<_> = new.teams.iter().copied().collect();
    let teams = team::Entity::find()
        .filter(team::Column::Id.is_in(wanted.iter().copied()))
        .order_by_asc(team::Column::Name)
        .all(&change.tx)
        .await?;
    if teams.len() == wanted.len() {
        Ok(teams)
    } else {
        Err(domain::Error::invalid("teams", "One of the teams does not exist any more.").into())
    }
}

/// Why the address cannot be invited.
async fn taken(change: &Change<ManageUsers>, email: &Email) -> Result<Option<String>> {
    let found = user::Entity::find().filter(user::Column::EmailKey.eq(email.key())).one(&change.tx).await?;
    Ok(found.map(|row| match row.status {
        Status::Pending => "Is invited already. Use “Resend invitation” in the row's menu.".to_owned(),
        Status::Deactivated => "Is a deactivated user. Use “Reactivate” in the row's menu.".to_owned(),
        _ => "Is a user already.".to_owned(),
    }))
}

async fn invite(
    cx: &Ctx,
    change: &mut Change<ManageUsers>,
    email: Email,
    new: &NewUsers,
    teams: &[team::Model],
) -> Result<Link> {
    let number = change.next_number();
    let mut row = NewRow { number, email, role: new.role, status: Status::Pending, now: change.now() }.model();
    row.invited_by = change.granted.by;
    let names: Vec<&str> = teams.iter().map(|team| team.name.as_str()).collect();
    users::set_teams(&mut row, &names);
    let link = renew(cx, change, &mut row)?;
    let row = row.into_active_model().reset_all().insert(&change.tx).await?;
    users::prefixes(&change.tx, &row).await?;
    for team in teams {
        let member = team_member::ActiveModel {
            team_id: Set(team.id),
            user_id: Set(row.id),
            role: Set(TeamRole::Member),
            added_at: Set(change.now()),
            number: Set(row.number),
        };
        member.insert(&change.tx).await?;
    }
    change.recount(None, Some(Standing { role: row.role, status: row.status }));
    let link = mail_link(cx, change, &row, link).await?;
    change.also(Record::user(
        Action::Invited,
        &row,
        json!({}),
        json!({ "role": row.role, "status": row.status, "teams": names }),
    ));
    Ok(link)
}

/// Sends the invitation again, with a new link; the old one stops working.
///
/// # Errors
///
/// `Conflict` unless the user is pending.
pub async fn resend(cx: &Ctx, user: UserId) -> Result<Link> {
    replace_of(cx, user, Action::InvitationResent).await
}

/// Makes a new link to hand over by hand; the old one stops working, also in a mail that is still on its way.
///
/// # Errors
///
/// `Conflict` unless the user is pending.
pub async fn make_link(cx: &Ctx, user: UserId) -> Result<Link> {
    replace_of(cx, user, Action::InvitationLinkMade).await
}

async fn replace_of(cx: &Ctx, user: UserId, action: Action) -> Result<Link> {
    let mut change = cx.begin::<ManageUsers>().await?;
    let row = users::find_listed(&change.tx, user).await?;
    Deed::Resend
        .on(change.granted.role, users::stands(&row), change.counts())
        .map_err(|kept| users::refusal(kept, &row))?;
    let (_, link) = replace(cx, &mut change, row, action).await?;
    change.commit_if_any().await?;
    Ok(link)
}

/// Gives somebody pending a new link in place of the old one, by mail where it is sent again, and notes that.
pub(crate) async fn replace(
    cx: &Ctx,
    change: &mut Change<ManageUsers>,
    mut row: user::Model,
    action: Action,
) -> Result<(user::Model, Link)> {
    let before = json!({ "expires": row.invitation_expires_at });
    spend(change, &mut row).await?;
    outbox::cancel(&change.tx, row.id).await?;
    let mut link = renew(cx, change, &mut row)?;
    let row = users::save(&change.tx, row).await?;
    if action == Action::InvitationResent {
        link = mail_link(cx, change, &row, link).await?;
    }
    change.also(Record::user(action, &row, before, json!({ "expires": row.invitation_expires_at })));
    Ok((row, link))
}

/// Gives the row a new token, and returns its link.
fn renew(cx: &Ctx, change: &Change<ManageUsers>, row: &mut user::Model) -> Result<Link> {
    let (fresh, now) = (token::fresh()?, change.now());
    let expires = now.plus_days(cx.instance.settings.invitation_days);
    row.invitation_hash = Some(fresh.hash);
    row.invitation_sent_at = Some(now);
    row.invitation_expires_at = Some(expires);
    let url = format!("{}/invite/{}", cx.instance.settings.base_url, fresh.token.expose_secret());
    Ok(Link { user: row.id, url, expires, mailed: false })
}

async fn mail_link(cx: &Ctx, change: &Change<ManageUsers>, row: &user::Model, link: Link) -> Result<Link> {
    if cx.instance.settings.mail_server.is_none() {
        return Ok(link);
    }
    let text = outbox::Text::invitation(&change.counters.name, &change.granted.name, &link);
    outbox::put(cx, &change.tx, MailKind::Invitation, row, &text).await?;
    Ok(Link { mailed: true, ..link })
}

/// Ends the row's token; its link says from now on that it was used or replaced.
pub(crate) async fn spend<G>(change: &Change<G>, row: &mut user::Model) -> Result<()> {
    if let Some(hash) = row.invitation_hash.take() {
        spent_invitation::ActiveModel { token_hash: Set(hash), spent_at: Set(change.now()) }.insert(&change.tx).await?;
    }
    Ok(())
}

/// What an invitation link shows. Opening it changes nothing: mail scanners open links.
///
/// # Errors
///
/// `NotFound` for a token that never was, `Gone` for one that was used, replaced, taken back, or has expired.
pub async fn open(cx: &Ctx, token: &str) -> Result<OpenInvitation> {
    let db = cx.instance.db.read();
    let row = find(cx, db, token).await?;
    let invited_by = match row.invited_by {
        Some(by) => user::Entity::find_by_id(by).one(db).await?.map(|it| it.name),
        None => None,
    };
    Ok(OpenInvitation {
        organization: organization::name(db).await?,
        email: row.email,
        role: row.role,
        invited_by: invited_by.unwrap_or_else(|| "An admin".to_owned()),
        expires: row.invitation_expires_at.unwrap_or(cx.now()),
    })
}

async fn find(cx: &Ctx, db: &impl ConnectionTrait, token: &str) -> Result<user::Model> {
    let hash = token::hash(token);
    let Some(row) = user::Entity::find().filter(user::Column::InvitationHash.eq(hash.clone())).one(db).await? else {
        let spent = spent_invitation::Entity::find_by_id(hash).one(db).await?;
        return Err(spent.map_or_else(|| domain::Error::NotFound(Kind::Page).into(), |_| Gone::InvitationUsed.into()));
    };
    if row.invitation_expires_at.is_none_or(|at| at <= cx.now()) {
        return Err(Gone::InvitationExpired.into());
    }
    Ok(row)
}

/// What somebody types to accept.
pub struct Acceptance {
    pub name: String,
    pub username: String,
    pub password: SecretString,
}

/// Accepts the invitation: the person becomes an active user with the invited address and role, and is signed in.
/// Works once, however many try at the same moment.
///
/// # Errors
///
/// As [`open`]; `Invalid` with every rule that the form breaks.
pub async fn accept(cx: &Ctx, token: &str, typed: Acceptance, browser: &Browser) -> Result<SignedIn> {
    let invited = open(cx, token).await?;
    let mut checks = Checks::default();
    let name = checks.take("name", name::display_name(&typed.name));
    let username = checks.take("username", name::username(&typed.username));
    checks.take(
        "password",
        password::check(
            typed.password.expose_secret(),
            &[&typed.name, &typed.username, &invited.email, &invited.organization],
        ),
    );
    checks.finish()?;
    let (name, username) = (name.unwrap_or_default(), username.unwrap_or_default());
    let hash = cx.instance.hasher.hash(typed.password).await?;

    let mut change = cx.begin_as_newcomer(&name).await?;
    let mut row = find(cx, &change.tx, token).await?;
    handles::take(&change.tx, "username", &username, Owner::User(row.id)).await?;
    let before = row.clone();
    spend(&change, &mut row).await?;
    outbox::cancel(&change.tx, row.id).await?;
    let role = row.role;
    users::set_standing(&mut row, role, Status::Active);
    users::name_anew(&mut row, name, Some(username));
    row.password_hash = Some(hash);
    row.joined_at = Some(change.now());
    row.last_active_key = 0;
    change.recount(Some(Standing { role, status: Status::Pending }), Some(Standing { role, status: Status::Active }));
    let row = users::save_named(&change.tx, row).await?;
    let signed_in = sessions::start(&change.tx, row.id, browser, change.now()).await?;
    change.commit(Record::user(Action::InvitationAccepted, &row, standing(&before), standing(&row))).await?;
    Ok(signed_in)
}
