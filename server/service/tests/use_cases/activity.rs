//! Last active, days active, and the plot.

use domain::Error::{Denied, NotFound};
use domain::activity::{Door, Period, Span};
use domain::ids::UserId;
use domain::policy::Denied::AdminsOnly;
use domain::policy::OrgRole;
use domain::user::UserQuery;
use service::{Error, activity, organization, users};
use testkit::{NOON, World};

#[tokio::test]
async fn a_day_counts_once_however_much_is_done() {
    let mut world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    let note = |id, days: i64| world.instance.activity.note(id, NOON.plus_days(days), Door::Page);
    for days in [-40, -1, -1, 0, 0] {
        note(ada.id, days);
    }
    note(bob.id, 0);
    world.notes.flush(&world.instance).await.unwrap();
    world.instance.activity.note(ada.id, NOON.plus_seconds(60), Door::Rest);
    world.notes.flush(&world.instance).await.unwrap();

    let rows = users::list(&ada.ctx, &UserQuery::default(), None).await.unwrap().rows;
    let days = activity::plot(&ada.ctx, Period::default()).await.unwrap().counts;
    let months = activity::plot(&ada.ctx, Period { span: Span::AllTime, long: false }).await.unwrap().counts;

    assert_eq!((rows[0].days_active, rows[0].last_active), (3, Some(NOON.plus_seconds(60))));
    assert_eq!((days.len(), &days[28..]), (30, &[1, 2][..]));
    assert_eq!(months, [1, 2]);
    assert_eq!(world.number("SELECT requests FROM activity_day ORDER BY requests DESC LIMIT 1").await, 3);
}

#[tokio::test]
async fn an_older_note_does_not_turn_the_clock_back() {
    let mut world = World::new().await;
    let ada = world.first_admin().await;
    world.instance.activity.note(ada.id, NOON, Door::Page);
    world.notes.flush(&world.instance).await.unwrap();

    world.instance.activity.note(ada.id, NOON.plus_seconds(-600), Door::Wandb);
    world.notes.flush(&world.instance).await.unwrap();

    let rows = users::list(&ada.ctx, &UserQuery::default(), None).await.unwrap().rows;
    assert_eq!(rows[0].last_active, Some(NOON));
}

#[tokio::test]
async fn periods_are_as_long_as_they_say() {
    let world = World::new().await;
    let ada = world.first_admin().await;

    for (span, long, points) in [
        (Span::Days, false, 30),
        (Span::Days, true, 90),
        (Span::Months, false, 12),
        (Span::Months, true, 24),
        (Span::AllTime, false, 1),
    ] {
        assert_eq!(activity::plot(&ada.ctx, Period { span, long }).await.unwrap().counts.len(), points);
    }
}

#[tokio::test]
async fn the_figures_count_each_listed_user_on_their_last_day() {
    let mut world = World::new().await;
    let ada = world.first_admin().await;
    let (bob, carl) =
        (world.joins(&ada, "bob", OrgRole::Member).await, world.joins(&ada, "carl", OrgRole::Member).await);
    for (person, days) in [(&ada, -40), (&bob, -29), (&bob, -7), (&carl, -20), (&carl, -6), (&ada, 0)] {
        world.instance.activity.note(person.id, NOON.plus_days(days), Door::Page);
    }
    world.notes.flush(&world.instance).await.unwrap();
    let figures = async || {
        let it = organization::figures(&ada.ctx).await.unwrap();
        (it.active_7_days, it.active_30_days)
    };

    assert_eq!(figures().await, (2, 3));
    users::remove(&ada.ctx, carl.id).await.unwrap();
    assert_eq!(figures().await, (1, 2));
    world.instance.activity.note(carl.id, NOON, Door::Page);
    world.notes.flush(&world.instance).await.unwrap();
    assert_eq!(figures().await, (1, 2));
    world.pass_days(23);
    assert_eq!(figures().await, (0, 1));
}

#[tokio::test]
async fn a_calendar_holds_the_days_of_a_year_and_the_door_one_came_by_last() {
    let mut world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    for (days, door) in [(-400, Door::Page), (-3, Door::Page), (-3, Door::Page), (0, Door::Wandb)] {
        world.instance.activity.note(bob.id, NOON.plus_days(days), door);
    }
    world.instance.activity.note(ada.id, NOON.plus_days(-1), Door::Page);
    world.notes.flush(&world.instance).await.unwrap();

    let activity = activity::of_user(&ada.ctx, bob.id).await.unwrap();

    let last: Vec<i64> = activity.calendar.counts.iter().rev().take(4).copied().collect();
    assert_eq!(last, [1, 0, 0, 2]);
    assert_eq!(activity.calendar.counts.iter().sum::<i64>(), 3);
    assert_eq!((activity.door, activity.user.days_active), (Some(Door::Wandb), 3));
    assert!(matches!(activity::of_user(&bob.ctx, ada.id).await, Err(Error::Domain(Denied(AdminsOnly)))));
    let nobody = UserId::from_uuid(uuid::Uuid::now_v7());
    assert!(matches!(activity::of_user(&ada.ctx, nobody).await, Err(Error::Domain(NotFound(_)))));
}
