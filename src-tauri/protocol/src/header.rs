//! Names the headers of Lumbar's own, and what a browser may do with a page.

/// Which version of the conversation the sender speaks.
pub const PROTOCOL: &str = "x-lumbar-protocol";

/// Which version the sender is.
pub const VERSION: &str = "x-lumbar-version";

/// Set by the window on everything it sends; a page cannot set it.
pub const SHELL: &str = "x-lumbar-shell";
/// The window can ask for a file in its own way: `1`.
pub const DIALOGS: &str = "x-lumbar-dialogs";

/// Set by the pages' own script, as against a page that is loaded.
pub const FETCH: &str = "x-lumbar-fetch";

/// Every header whose name starts so is Lumbar's own and never taken from a page, [`FETCH`] apart.
pub const OWN_PREFIX: &str = "x-lumbar-";

/// What a browser may do with a page (Content Security Policy).
pub const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                          form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
