//! What a team uses, told to its admins.

use domain::Error::Denied as Refused;
use domain::policy::Denied;
use domain::project::Visibility;
use domain::run::RunState;
use service::{Error, usage};
use testkit::NOON;

use crate::projects::Vision;

#[tokio::test]
async fn runs_hours_and_bytes_are_told_by_month_and_person() {
    let it = Vision::new().await;
    let cat = it.member("cat").await;
    let page = it.world.project(&it.bob, "sweep", Visibility::Private).await;
    let this = NOON.day().month();
    let within = |back: i32| this.plus(-back).first_day().start().0 + 5;
    it.world.logs(&it.bob, &page, "a", RunState::Finished, within(0)).await;
    let measured = it.world.logs(&it.bob, &page, "b", RunState::Running, within(0)).await;
    it.world.measures(measured, 3).await;
    it.world.logs(&cat, &page, "c", RunState::Failed, within(1)).await;
    it.world.logs(&cat, &page, "d", RunState::Failed, within(11)).await;
    it.world.logs(&cat, &page, "old", RunState::Failed, within(12)).await;

    let usage = usage::of_team(&it.ada.ctx, "vision").await.unwrap();

    assert_eq!(usage.stored, 12);
    assert_eq!(usage.months.len(), 12);
    let runs: Vec<i64> = usage.by_month(|it| it.runs).into_iter().map(|it| it.1).collect();
    assert_eq!(runs, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
    let people = usage.by_person();
    let told: Vec<_> = people.iter().map(|it| (it.person.id, it.runs, it.lasted, it.stored)).collect();
    assert_eq!(told, [(it.bob.id, 2, 120_000, 12), (cat.id, 2, 120_000, 0)]);

    let file = String::from_utf8(usage::export(&it.ada.ctx, "vision").await.unwrap()).unwrap();
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!((lines.len(), lines[0]), (4, r#""Month","Name","Runs","Run hours","Bytes""#));
    assert!(lines[1].ends_with(r#""Cat","1","0.0","0""#), "{}", lines[1]);
}

#[tokio::test]
async fn only_the_admins_of_a_team_see_what_it_uses() {
    let it = Vision::new().await;

    let refused = usage::of_team(&it.bob.ctx, "vision").await;
    let unknown = usage::export(&it.eve.ctx, "vision").await;

    assert!(matches!(refused, Err(Error::Domain(Refused(Denied::TeamAdminsOnly)))));
    assert!(matches!(unknown, Err(Error::Domain(domain::Error::NotFound(_)))));
}
