//! Accounts: the first one, signing in, changing one's password, and the way back in from the command line.

use domain::email::Email;
use domain::error::Checks;
use domain::history::Action;
use domain::policy::{Denied, OrgRole, Standing};
use domain::user::Status;
use domain::{name, password};
use entity::{handle, instance, user};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use crate::ctx::{Change, ManageUsers, UseInstance};
use crate::handles::{self, Owner};
use crate::history::{Record, standing};
use crate::sessions::{self, Browser, SignedIn};
use crate::users::{self, NewRow};
use crate::{Ctx, Error, Result, password_resets};

/// What somebody types to sign up.
pub struct SignUp {
    pub name: String,
    pub username: String,
    pub email: String,
    pub password: SecretString,
}

/// Who may sign up now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUpDoor {
    /// Nobody has signed up yet: the first becomes instance admin.
    First,
    Open,
    Closed,
}

pub async fn sign_up_door(cx: &Ctx) -> Result<SignUpDoor> {
    let done = instance::Entity::find_by_id(1).one(cx.instance.db.read()).await?.is_some_and(|it| it.bootstrap_done);
    Ok(match (done, cx.instance.settings.open_signup) {
        (false, _) => SignUpDoor::First,
        (true, true) => SignUpDoor::Open,
        (true, false) => SignUpDoor::Closed,
    })
}

/// Creates an account and signs it in. The first one becomes instance admin, and only one does, however many sign up
/// at the same moment; later ones are members, if open sign-up is switched on.
///
/// # Errors
///
/// `Invalid` with every rule that the form breaks; `Denied` where sign-up is closed or no seat is left.
pub async fn sign_up(cx: &Ctx, typed: SignUp, browser: &Browser) -> Result<SignedIn> {
    if sign_up_door(cx).await? == SignUpDoor::Closed {
        return Err(Denied::SignUpClosed.into());
    }
    let checked = Checked::of(&typed)?;
    let hash = cx.instance.hasher.hash(typed.password).await?;

    let mut change = cx.begin_as_newcomer(&checked.name).await?;
    let role = if change.counters.bootstrap_done { OrgRole::Member } else { OrgRole::Admin };
    if role == OrgRole::Member && !cx.instance.settings.open_signup {
        return Err(Denied::SignUpClosed.into());
    }
    change.seats().take(1)?;
    let row = create(&mut change, checked, role, hash).await?;
    change.counters.bootstrap_done = true;
    let signed_in = sessions::start(&change.tx, row.id, browser, change.now()).await?;
    change.commit(Record::user(Action::SignedUp, &row, json!({}), standing(&row))).await?;
    Ok(signed_in)
}

/// A form whose every field is right.
struct Checked {
    name: String,
    username: String,
    email: Email,
}

impl Checked {
    fn of(typed: &SignUp) -> Result<Self> {
        let mut checks = Checks::default();
        let name = checks.take("name", name::display_name(&typed.name));
        let username = checks.take("username", name::username(&typed.username));
        let email = checks.take("email", Email::parse(&typed.email));
        checks.take(
            "password",
            password::check(typed.password.expose_secret(), &[&typed.name, &typed.username, &typed.email]),
        );
        checks.finish()?;
        let (Some(name), Some(username), Some(email)) = (name, username, email) else {
            return Err(Error::Internal("a check without its error".to_owned()));
        };
        Ok(Self { name, username, email })
    }
}

async fn create<G>(change: &mut Change<G>, checked: Checked, role: OrgRole, hash: String) -> Result<user::Model> {
    if find_by_email(&change.tx, &checked.email).await?.is_some() {
        return Err(
            domain::Error::invalid("email", "There is an account with this address already. Log in instead.").into()
        );
    }
    let number = change.next_number();
    let mut row = NewRow { number, email: checked.email, role, status: Status::Active, now: change.now() }.model();
    users::name_anew(&mut row, checked.name, Some(checked.username.clone()));
    row.password_hash = Some(hash);
    row.joined_at = Some(change.now());
    let row = row.into_active_model().reset_all().insert(&change.tx).await?;
    handles::take(&change.tx, "username", &checked.username, Owner::User(row.id)).await?;
    users::prefixes(&change.tx, &row).await?;
    change.recount(None, Some(Standing { role, status: Status::Active }));
    Ok(row)
}

/// Signs in by e-mail or username.
///
/// # Errors
///
/// `WrongCredentials`, in the same words and after the same time whether there is such an account or not;
/// `Denied` for the right password of a deactivated account.
pub async fn sign_in(cx: &Ctx, login: &str, password: SecretString, browser: &Browser) -> Result<SignedIn> {
    if password.expose_secret().len() > password::MAX_BYTES {
        return Err(domain::Error::WrongCredentials.into());
    }
    let found = find_by_login(cx.instance.db.read(), login).await?;
    let hash = found.as_ref().and_then(|it| it.password_hash.clone());
    if !cx.instance.hasher.verify(password, hash.clone()).await? {
        return Err(domain::Error::WrongCredentials.into());
    }
    let id = found.ok_or(domain::Error::WrongCredentials)?.id;
    let tx = cx.instance.db.write().await?;
    let row = user::Entity::find_by_id(id)
        .one(&tx)
        .await?
        .filter(|it| it.password_hash == hash)
        .ok_or(domain::Error::WrongCredentials)?;
    sessions::may_enter(&row)?;
    let signed_in = sessions::start(&tx, row.id, browser, cx.now()).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// The user behind an e-mail address or a username.
pub(crate) async fn find_by_login(db: &impl ConnectionTrait, login: &str) -> Result<Option<user::Model>> {
    if let Ok(email) = Email::parse(login) {
        return find_by_email(db, &email).await;
    }
    let Ok(username) = name::username(login) else { return Ok(None) };
    let id = handle::Entity::find_by_id(username).one(db).await?.and_then(|it| it.user_id);
    match id {
        Some(id) => Ok(user::Entity::find_by_id(id).one(db).await?),
        None => Ok(None),
    }
}

pub(crate) async fn find_by_email(db: &impl ConnectionTrait, email: &Email) -> Result<Option<user::Model>> {
    Ok(user::Entity::find().filter(user::Column::EmailKey.eq(email.key())).one(db).await?)
}

/// Changes my password, and logs out my other sessions.
///
/// # Errors
///
/// `Invalid` where the current one is wrong or the new one breaks a rule.
pub async fn change_password(cx: &Ctx, current: SecretString, new: SecretString) -> Result<()> {
    cx.authorize::<UseInstance>().await?;
    let me = sessions::own_row(cx, cx.instance.db.read()).await?;
    check_password("new_password", &me, &new)?;
    sessions::verify_own(cx, "current_password", current).await?;
    let hash = cx.instance.hasher.hash(new).await?;

    let change = cx.begin::<UseInstance>().await?;
    let mut row = sessions::own_row(cx, &change.tx).await?;
    row.password_hash = Some(hash);
    let row = users::save(&change.tx, row).await?;
    sessions::revoke_all(&change.tx, row.id, cx.session(), change.now()).await?;
    password_resets::void(&change.tx, row.id, change.now()).await?;
    change.commit(Record::user(Action::PasswordChanged, &row, json!({}), json!({}))).await
}

pub(crate) fn check_password(field: &str, user: &user::Model, new: &SecretString) -> Result<()> {
    let own = [user.name.as_str(), user.username.as_deref().unwrap_or_default(), &user.email];
    password::check(new.expose_secret(), &own).map_err(|rule| domain::Error::invalid(field, rule).into())
}

/// A free username for whoever has this address: what stands before the @, with a number where that is taken.
pub async fn suggest_username(cx: &Ctx, email: &str) -> Result<String> {
    let local = email.split('@').next().unwrap_or_default().to_lowercase();
    let plain: String = local.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).take(32).collect();
    let wish =
        if name::username(&plain).is_ok() { plain } else { format!("user-{}", plain.trim_matches(['.', '_', '-'])) };
    let candidates = std::iter::once(wish.clone()).chain((2..1000).map(|n| format!("{wish}{n}")));
    for candidate in candidates.filter(|it| name::username(it).is_ok()) {
        if handle::Entity::find_by_id(&candidate).one(cx.instance.db.read()).await?.is_none() {
            return Ok(candidate);
        }
    }
    Err(domain::Error::invalid("username", "No username can be made from this address. Choose one.").into())
}

/// Creates an active admin from the command line, for when nobody can sign in any more.
///
/// # Errors
///
/// `Invalid` where a rule is broken or the address or username is taken; `Denied` at any other door or where no seat is left.
pub async fn create_admin(cx: &Ctx, typed: SignUp) -> Result<user::Model> {
    let checked = Checked::of(&typed)?;
    let hash = cx.instance.hasher.hash(typed.password).await?;
    let mut change = cx.begin::<ManageUsers>().await?;
    if change.granted.by.is_some() {
        return Err(Denied::AdminsOnly.into());
    }
    change.seats().take(1)?;
    let row = create(&mut change, checked, OrgRole::Admin, hash).await?;
    change.counters.bootstrap_done = true;
    change.commit(Record::user(Action::AdminCreated, &row, json!({}), standing(&row))).await?;
    Ok(row)
}
