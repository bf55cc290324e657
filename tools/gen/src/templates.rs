//! Templates of generated files, in `templates/`.

use std::path::Path;

use minijinja::{Environment, Value};

/// Renders a template. If that fails, nothing is written.
pub(crate) fn render(name: &str, context: Value) -> String {
    let mut environment = Environment::new();
    environment.set_loader(minijinja::path_loader(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates")));
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.set_keep_trailing_newline(true);
    environment.add_filter("comment", |text: String| crate::c::comment(&text));
    environment.add_filter("cpp_comment", |text: String, indent: String| crate::c::cpp::comment(&text, &indent));
    let rendered = environment.get_template(name).and_then(|template| template.render(context));
    rendered.unwrap_or_else(|e| crate::fail(&format!("{name}: {e:#}")))
}
