//! Parts of the application that the browser fetches when they are first wanted, in files of their own.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use super::Toasts;

/// Builds a part that is there.
pub type Build = fn() -> AnyView;

/// A part on its way. On the server, and in the browser once it was fetched, it is there at once.
pub type Coming = Pin<Box<dyn Future<Output = Result<Build, SplitLoaderError>>>>;

/// How a part is fetched; made by [`part!`](crate::ui::part).
pub type Part = fn() -> Coming;

/// Declares a part: `part!(pub name in file => view)`. All parts of a file come with the first of them.
macro_rules! part {
    ($vis:vis $name:ident in $file:ident => $view:expr) => {
        $vis fn $name() -> $crate::ui::Coming {
            #[::leptos::wasm_split::wasm_split($file, wasm_split_path = ::leptos::wasm_split, fallible)]
            fn $name() -> Result<$crate::ui::Build, ::leptos::wasm_split::SplitLoaderError> {
                Ok(|| ::leptos::prelude::IntoAny::into_any($view))
            }
            #[cfg(feature = "ssr")]
            ::leptos::prefetch_lazy_fn_on_server(stringify!($file));
            Box::pin($name())
        }
    };
}
pub(crate) use part;

/// Shows a part, which is fetched when `when` first says so.
#[component]
pub fn Later(
    part: Part,
    #[prop(default = Signal::stored(true), into)] when: Signal<bool>,
    /// Runs when it could not be fetched: what asked for it asks no more.
    #[prop(optional, into)]
    on_failure: Option<Callback<()>>,
) -> impl IntoView {
    let (built, fetching) = (RwSignal::new(None), Fetching::new(part, on_failure));
    let fetch = move || {
        fetching.then(move |build| {
            built.try_set(Some(build));
        });
    };
    if when.get_untracked() {
        fetch();
    } else {
        Effect::new(move || {
            if when.get() && built.with_untracked(Option::is_none) {
                fetch();
            }
        });
    }
    view! { {move || built.get().map(|build: Build| build())} }
}

/// Fetches a part with the first sign that somebody is there, so that it is at hand when it is wanted.
pub fn fetch_soon(part: Part) {
    let begun = StoredValue::new(false);
    let fetch = move || {
        if begun.try_update_value(|begun| std::mem::replace(begun, true)) == Some(false) {
            spawn_local(async move {
                part().await.ok();
            });
        }
    };
    Effect::new(move || {
        let signs = ["pointermove", "pointerdown", "keydown"];
        let listeners = signs.map(|sign| window_event_listener_untyped(sign, move |_| fetch()));
        on_cleanup(move || listeners.into_iter().for_each(leptos::prelude::WindowListenerHandle::remove));
    });
}

/// Fetches a part for whoever shows it, and says so where that fails.
#[derive(Clone, Copy)]
pub struct Fetching {
    part: Part,
    on_failure: Option<Callback<()>>,
    toasts: Toasts,
}

impl Fetching {
    pub fn new(part: Part, on_failure: Option<Callback<()>>) -> Self {
        Self { part, on_failure, toasts: Toasts::expect() }
    }

    /// Runs `show` once the part is there: at once, where it was fetched before.
    pub fn then(self, show: impl Fn(Build) + 'static) {
        self.then_boxed(Box::new(show));
    }

    fn then_boxed(self, show: Box<dyn Fn(Build)>) {
        let mut coming = (self.part)();
        let settle = move |outcome: Result<Build, SplitLoaderError>| match outcome {
            Ok(build) => show(build),
            Err(_) => self.fail(),
        };
        match coming.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => settle(outcome),
            Poll::Pending => spawn_local(async move { settle(coming.await) }),
        }
    }

    fn fail(self) {
        self.toasts.bad("Could not load this part of the page. Check the connection and try again.");
        if let Some(on_failure) = self.on_failure {
            on_failure.try_run(());
        }
    }
}
