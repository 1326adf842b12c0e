//! The members of a team as a list, with or without the controls of an admin.

use domain::ids::UserId;
use domain::page::Page;
use domain::team::{Member, MemberColumn, MemberQuery, Team};
use domain::user::Status;
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use leptos_router::params::ParamsMap;
use wasm_bindgen::JsCast;

use super::frame::TeamOf;
use crate::api::ApiResult;
use crate::api::teams::list_members;
use crate::features::address::{self, Address, order, sorted};
use crate::features::person::to_person;
use crate::features::{Fetch, Paged, SortHead};
use crate::ui::{Avatar, Badge, Empty, Icon, Item, Notice, SearchBox, SkeletonRows, TimeAgo, Tone, wait};

/// The list of members that the address asks for.
#[derive(Clone, Copy)]
pub struct MembersOf {
    team: Memo<String>,
    place: Address,
    query: Memo<MemberQuery>,
    list: Resource<ApiResult<Page<Member>>>,
    /// Who was taken out since it was asked for.
    gone: RwSignal<Vec<UserId>>,
}

/// What an admin can do in a row: the cell of the role, and the cell at the end. In context around the rows.
#[derive(Clone, Copy)]
pub struct Controls {
    pub role: Callback<Member, AnyView>,
    pub act: Callback<Member, AnyView>,
}

impl MembersOf {
    pub fn ask(team: TeamOf) -> Self {
        let place = Address::here();
        let query = Memo::new(move |_| place.params.with(read_query));
        let (after, team) = (place.after(), team.name);
        let list = Resource::new(
            move || (team.get(), query.get(), after.get()),
            |(team, query, after)| list_members(team, query, after),
        );
        Self { team, place, query, list, gone: RwSignal::new(Vec::new()) }
    }

    /// Asks for the list anew, from where it begins.
    pub fn refetch(self) {
        self.gone.set(Vec::new());
        self.list.refetch();
    }

    /// Takes somebody's row out, and puts the focus on a neighbour's.
    pub fn take_out(self, user: UserId) {
        let row = document().get_element_by_id(&row_id(user));
        let near = row.and_then(|row| row.next_element_sibling().or_else(|| row.previous_element_sibling()));
        self.gone.update(|gone| gone.push(user));
        // The dialog that asked closes in the first frame; before that it lets nothing else have the focus.
        request_animation_frame(move || {
            request_animation_frame(move || {
                let button = near.and_then(|row| row.query_selector(".act button").ok().flatten());
                if let Some(button) = button.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                    button.focus().ok();
                }
            });
        });
    }

    /// How many there are, as far as is known.
    fn total(self) -> Option<String> {
        let mut total = self.list.get()?.ok()?.total;
        total.rows -= i64::try_from(self.gone.read().len()).unwrap_or_default();
        Some(total.words("member"))
    }
}

fn read_query(params: &ParamsMap) -> MemberQuery {
    MemberQuery { search: params.get("q").unwrap_or_default(), sort: order(params) }
}

#[component]
pub fn MemberList(team: Team, members: MembersOf, #[prop(optional)] controls: Option<Controls>) -> impl IntoView {
    let action = if controls.is_some() { "settings/members" } else { "members" };
    let place = members.place;
    if let Some(controls) = controls {
        provide_context(controls);
    }
    view! {
        <div class="tools">
            <SearchBox
                label="Search members"
                action=format!("/{}/{action}", team.name)
                words=Memo::new(move |_| members.query.with(|query| query.search.clone()))
                on_search=move |words: String| place.go(address::search(&words))
            />
            <span class="tools__count" role="status"><Transition>{move || members.total()}</Transition></span>
        </div>
        <section class="card members" aria-label="Members">
            <table class="table">
                <thead>
                    <tr>
                        {MemberColumn::ALL.iter().map(|&column| view! { <MemberHead column members /> }.into_any()).collect_view()}
                        {controls.map(|_| view! { <th scope="col"><span class="hidden">"Actions"</span></th> })}
                    </tr>
                </thead>
                <Transition fallback=|| view! { <tbody><SkeletonRows rows=8 columns=4 /></tbody> }>
                    {move || wait(async move {
                        match members.list.await {
                            Ok(page) => view! { <Filled page members /> }.into_any(),
                            Err(error) => view! { <tbody><tr><td colspan="5"><Notice tone=Tone::Bad>{error.to_string()}</Notice></td></tr></tbody> }.into_any(),
                        }
                    })}
                </Transition>
            </table>
        </section>
    }
}

#[component]
fn MemberHead(column: MemberColumn, members: MembersOf) -> impl IntoView {
    let sort = move || members.query.with(|it| it.sort);
    let order = Signal::derive(move || Some(sort().direction).filter(|_| sort().column == column));
    let click = move |()| sorted(sort().clicked(column));
    view! { <SortHead label=column.label() order click address=members.place /> }
}

#[component]
fn Filled(page: Page<Member>, members: MembersOf) -> impl IntoView {
    if page.rows.is_empty() {
        return view! {
            <tbody>
                <tr>
                    <td colspan="5" class="members__none">
                        <Empty icon=Icon::Search title="Nobody fits" sentence="No member has these words in the name, the username or the e-mail." />
                    </td>
                </tr>
            </tbody>
        }
        .into_any();
    }
    provide_context(members);
    let (team, query, place) = (members.team.get_untracked(), members.query.get_untracked(), members.place);
    let fetch: Fetch<Member> = Box::new(move |after| Box::pin(list_members(team.clone(), query.clone(), Some(after))));
    let columns = if use_context::<Controls>().is_some() { 5 } else { 4 };
    view! { <Paged page columns row=item fetch link=move |cursor| place.link(address::after(cursor)) /> }.into_any()
}

fn item(member: Member) -> Item {
    Item::new(member.id.uuid().as_u128(), || view! { <Row member /> }.into_any())
}

fn row_id(user: UserId) -> String {
    format!("member-{user}")
}

/// Nothing, once the member was taken out.
#[component]
fn Row(member: Member) -> impl IntoView {
    let (members, id) = (expect_context::<MembersOf>(), member.id);
    let gone = Memo::new(move |_| members.gone.read().contains(&id));
    let controls = use_context::<Controls>();
    view! { {move || (!gone.get()).then(|| cells(member.clone(), controls))} }
}

fn cells(member: Member, controls: Option<Controls>) -> AnyView {
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
        <tr id=row_id(member.id)>
            <td class="members__name">
                <div class="who">
                    <Avatar id=member.id name=member.name.clone() picture=member.avatar />
                    <span class="who__name">{to_person(member.name, member.username.as_deref().filter(|_| !pending))}</span>
                    {member.username.filter(|_| !pending).map(|it| view! { <span class="who__username">{it}</span> })}
                </div>
            </td>
            <td class="members__when">{last_active}</td>
            <td class="members__role">{role}</td>
            <td class="members__email muted">{member.email}</td>
            {act}
        </tr>
    }
    .into_any()
}
