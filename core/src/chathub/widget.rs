//! HTML of the two chat widgets (`docs/provider/chathub-api.md` §5).

use maud::html;

use crate::credentials::Secret;
use crate::engine::reply::Html;
use crate::engine::{CallOptions, Engine, operation};
use crate::error::Error;

operation! {
    /// Returns HTML that shows the chat panel of an operator. It contains the token: give the page to its operator only.
    WidgetHtml = "chathub.widget_html" {
        /// A token of `operator_token`.
        token: Secret,
    }
    -> Html;
    by operator_panel;
}

fn operator_panel(_: &Engine, given: WidgetHtml, _: &CallOptions) -> Result<Html, Error> {
    Ok(Html(widget_html(given.token.expose())))
}

operation! {
    /// Returns HTML that shows the chat to the visitors of a site.
    VisitorWidgetHtml = "chathub.visitor_widget_html" {
        /// Id of the widget.
        guid: String,
    }
    -> Html;
    by visitor_chat;
}

fn visitor_chat(_: &Engine, given: VisitorWidgetHtml, _: &CallOptions) -> Result<Html, Error> {
    Ok(Html(visitor_widget_html(&given.guid)))
}

/// HTML that shows the operator's chat panel. The token ends up in the page: give it to its operator only.
///
/// ```
/// let html = smsbat_core::widget_html("header.payload.signature");
/// assert!(html.contains("token=\"header.payload.signature\""));
/// ```
pub fn widget_html(token: impl AsRef<str>) -> String {
    script("operator-chat-panel", "operator-chat-panel-script", "token", token.as_ref())
}

/// HTML that shows the chat to visitors of a site; `guid` is the widget's id.
pub fn visitor_widget_html(guid: &str) -> String {
    script("chat-widget", "chat-widget-script", "guid", guid)
}

fn script(folder: &str, id: &str, attribute: &str, value: &str) -> String {
    let value = html! { (value) }.into_string();
    format!(
        "<script type=\"module\" id=\"{id}\" src=\"https://widget.smsbat.com/{folder}/widget-script.js\" \
         {attribute}=\"{value}\"></script>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_attribute() {
        let html = visitor_widget_html("\"><img src=x onerror='alert(1)'>&");
        assert!(html.ends_with("guid=\"&quot;&gt;&lt;img src=x onerror='alert(1)'&gt;&amp;\"></script>"), "{html}");
    }
}
