//! The HTML document around every page.

use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags};

use crate::App;

pub fn shell(options: LeptosOptions) -> impl IntoView {
    // No part has this name. With any, the page names the script that fetches parts, which the main one waits for.
    leptos::prefetch_lazy_fn_on_server("main");
    view! {
        <!DOCTYPE html>
        <html lang="en" data-base-url=crate::viewer::base_url()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                // What is painted before the browser has read all would move with the next element.
                <link rel="expect" href="#end" blocking="render" />
                <script src="/theme.js"></script>
                <HashedStylesheet options=options.clone() />
                <AutoReload options=options.clone() />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
                <span id="end" hidden></span>
            </body>
        </html>
    }
}
