//! What runs in the browser: the pages, taking over what the server rendered.
