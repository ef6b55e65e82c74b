//! Files that a figure gives the reader, and files of the site that it asks for.

use figure_kit::figure::Unreachable;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

/// Offers the reader a file to keep, as a press on a link would.
pub(crate) fn download(name: &str, mime: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.ok_or("figures live in a page")?;
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let address = Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence_and_options(
        &parts, &options,
    )?)?;
    let link = document.create_element("a")?;
    link.set_attribute("href", &address)?;
    link.set_attribute("download", name)?;
    link.unchecked_into::<HtmlElement>().click();
    Url::revoke_object_url(&address)
}

/// Marks a figure that waits for a file.
const FETCHING: &str = "data-fetching";

/// Asks for a file of the site on behalf of the figure that stands in `host`.
pub(crate) fn fetch(host: &HtmlElement, name: &'static str) {
    let _ = host.set_attribute(FETCHING, name);
    let deliver = |host: &HtmlElement, file: Result<&[u8], Unreachable>| {
        let _ = host.remove_attribute(FETCHING);
        if let Some(stage) = crate::stage_of(host)
            && let Ok(mut stage) = stage.try_borrow_mut()
        {
            stage.received(name, file);
        }
    };
    let at = host.clone();
    let arrived = Closure::<dyn FnMut(JsValue)>::new(move |bytes: JsValue| {
        deliver(&at, Ok(&Uint8Array::new(&bytes).to_vec()));
    });
    let at = host.clone();
    let refused = Closure::<dyn FnMut(JsValue)>::new(move |_| deliver(&at, Err(Unreachable)));
    // The promise settles later, when the figure is no longer being drawn.
    let asked = crate::open(name).unwrap_or_else(|reason| js_sys::Promise::reject(&reason));
    let _ = asked.then2(&arrived, &refused);
    arrived.forget();
    refused.forget();
}
