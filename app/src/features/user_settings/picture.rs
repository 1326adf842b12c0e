//! My picture.

use leptos::prelude::*;

use crate::api::accounts::RemovePicture;
use crate::features::picture::Picture;
use crate::features::{CallForm, FormCall, go_on};
use crate::ui::{Avatar, Button};
use crate::viewer::viewer;

#[component]
pub fn PictureSection() -> impl IntoView {
    let remove = FormCall::new::<RemovePicture>();
    go_on(remove);
    viewer().map(|me| {
        view! {
            <Picture action="/avatars/mine".to_owned() remove round=true>
                <Avatar id=me.id name=me.name picture=me.avatar />
                {me.avatar.map(|_| view! {
                    <CallForm call=remove><Button submit=true busy=remove.pending()>"Remove"</Button></CallForm>
                })}
            </Picture>
        }
    })
}
