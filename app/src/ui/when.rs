//! Views that depend on something, compiled once for all.

use std::pin::Pin;

use leptos::prelude::*;

use super::Settled;

/// Shows `children` while `so` says so. Leptos's `Show` does the same, but is compiled anew for each condition and content.
#[component]
pub fn When(so: impl Fn() -> bool + Send + Sync + 'static, children: ChildrenFn) -> impl IntoView {
    show(Box::new(so), children)
}

fn show(so: Box<dyn Fn() -> bool + Send + Sync>, children: ChildrenFn) -> AnyView {
    let so = Memo::new(move |_| so());
    view! { {move || if so.get() { children() } else { ().into_any() }} }.into_any()
}

/// A view that is waited for, inside of a `Suspense` or a `Transition`. In it nothing else is waited for, unless in a
/// `Suspense` of its own.
pub fn wait(view: impl Future<Output = AnyView> + Send + 'static) -> Suspend<AnyView> {
    wait_boxed(Box::pin(view))
}

fn wait_boxed(view: Pin<Box<dyn Future<Output = AnyView> + Send>>) -> Suspend<AnyView> {
    let settled = async move {
        let view = view.await;
        Settled::new(move || view).into_any()
    };
    Suspend::new(Box::pin(settled) as Pin<Box<dyn Future<Output = AnyView> + Send>>)
}

/// One of a list.
pub struct Item {
    key: u128,
    view: Box<dyn FnOnce() -> AnyView + Send>,
}

impl Item {
    /// `key` tells it from the others.
    pub fn new(key: u128, view: impl FnOnce() -> AnyView + Send + 'static) -> Self {
        Self { key, view: Box::new(view) }
    }
}

/// Shows a list, and keeps what is of an item as long as there is one with its key. Stands for Leptos's `For`.
#[component]
pub fn Each(items: impl Fn() -> Vec<Item> + Send + Sync + 'static) -> impl IntoView {
    each(Box::new(items))
}

fn each(items: Box<dyn Fn() -> Vec<Item> + Send + Sync>) -> AnyView {
    view! { <For each=move || items() key=|item| item.key children=|item| (item.view)() /> }.into_any()
}
