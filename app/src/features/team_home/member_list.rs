//! The members of a team as a list, with or without the controls of an admin.

use domain::page::Page;
use domain::team::{Member, Team};
use domain::user::Status;
use leptos::prelude::*;

use crate::api::ApiResult;
use crate::api::teams::list_members;
use crate::features::address::{self, Address};
use crate::ui::{Avatar, Badge, Each, Empty, Icon, Item, Notice, SearchBox, SkeletonRows, TimeAgo, Tone, wait};

use super::frame::TeamOf;

/// The page of members that the address asks for.
#[derive(Clone, Copy)]
pub struct MembersOf {
    place: Address,
    search: Memo<String>,
    list: Resource<ApiResult<Page<Member>>>,
}

/// What an admin can do in a row: the cell of the role, and the cell at the end.
#[derive(Clone, Copy)]
pub struct Controls {
    pub role: Callback<Member, AnyView>,
    pub act: Callback<Member, AnyView>,
}

impl MembersOf {
    pub fn ask(team: TeamOf) -> Self {
        let place = Address::here();
        let search = Memo::new(move |_| place.params.with(|params| params.get("q").unwrap_or_default()));
        let after = place.after();
        let list = Resource::new(
            move || (team.name.get(), search.get(), after.get()),
            |(team, search, after)| list_members(team, search, after),
        );
        Self { place, search, list }
    }

    pub fn refetch(self) {
        self.list.refetch();
    }
}

#[component]
pub fn MemberList(team: Team, members: MembersOf, #[prop(optional)] controls: Option<Controls>) -> impl IntoView {
    let MembersOf { place, search, list } = members;
    let action = if controls.is_some() { "settings/members" } else { "members" };
    let total = move || list.get().and_then(Result::ok).map(|page| page.total.words("member"));
    view! {
        <div class="tools">
            <SearchBox
                label="Search members"
                action=format!("/{}/{action}", team.name)
                words=search
                on_search=move |words: String| place.go(address::search(&words))
            />
            <span class="tools__count" role="status"><Transition>{total}</Transition></span>
        </div>
        <section class="card members" aria-label="Members">
            <Transition fallback=|| view! { <table class="table"><tbody><SkeletonRows rows=8 columns=4 /></tbody></table> }>
                {move || wait(async move {
                    match list.await {
                        Ok(page) => view! { <Filled page place controls /> }.into_any(),
                        Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
}

#[component]
fn Filled(page: Page<Member>, place: Address, controls: Option<Controls>) -> impl IntoView {
    if page.rows.is_empty() {
        return view! { <Empty icon=Icon::Search title="Nobody fits" sentence="No member has these words in the name, the username or the e-mail." /> }
            .into_any();
    }
    let Page { rows, next, .. } = page;
    let rows = StoredValue::new(rows);
    let item = move |member: Member| {
        Item::new(member.id.uuid().as_u128(), move || view! { <Row member controls /> }.into_any())
    };
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"Last active"</th>
                    <th scope="col">"Team role"</th>
                    <th scope="col">"Email"</th>
                    {controls.map(|_| view! { <th scope="col"><span class="hidden">"Actions"</span></th> })}
                </tr>
            </thead>
            <tbody><Each items=move || rows.get_value().into_iter().map(item).collect() /></tbody>
        </table>
        {next.map(|next| view! { <div class="list-end"><a class="link" href=place.link(address::after(next))>"Next page"</a></div> })}
    }
    .into_any()
}

#[component]
fn Row(member: Member, controls: Option<Controls>) -> impl IntoView {
    let pending = member.status == Status::Pending;
    let last_active = match (member.status, member.last_active) {
        (Status::Pending, _) => view! { <Badge tone=Tone::Warn>"Invite pending"</Badge> }.into_any(),
        (Status::Deactivated, _) => view! { <Badge>"Deactivated"</Badge> }.into_any(),
        (_, Some(at)) => view! { <TimeAgo at /> }.into_any(),
        (_, None) => view! { <span class="muted">"Never"</span> }.into_any(),
    };
    let role = match controls {
        Some(controls) => controls.role.run(member.clone()),
        None => member.role.label().into_any(),
    };
    let act = controls.map(|controls| view! { <td class="act">{controls.act.run(member.clone())}</td> });
    view! {
        <tr>
            <td class="members__name">
                <div class="who">
                    <Avatar id=member.id name=member.name.clone() />
                    <span class="who__name">{member.name}</span>
                    {member.username.filter(|_| !pending).map(|it| view! { <span class="who__username">{it}</span> })}
                </div>
            </td>
            <td class="members__when">{last_active}</td>
            <td class="members__role">{role}</td>
            <td class="members__email muted">{member.email}</td>
            {act}
        </tr>
    }
}
