//! Functions, constants and types of the sources, by their names.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{Attribute, Block, Expr, FnArg, ImplItem, Item, Pat, ReturnType, TraitItem, Type};

use super::format;
use super::source::{MACRO, Source, is_test};

/// Libraries with types that have the names of ours.
const LIBRARIES: &[&str] = &["io", "ureq", "tungstenite"];

/// A function, or a block of a macro's definition or call, which has neither name nor parameters.
pub(super) struct Function<'a> {
    pub(super) file: usize,
    pub(super) name: String,
    /// Module that it stands in.
    pub(super) module: String,
    /// Type or trait that it belongs to.
    pub(super) owner: String,
    /// Without `self`.
    pub(super) parameters: Vec<(&'a Pat, String)>,
    pub(super) method: bool,
    pub(super) returns: String,
    pub(super) body: &'a Block,
}

/// All of it.
pub(super) struct Sources<'a> {
    pub(super) files: &'a [Source],
    pub(super) functions: Vec<Function<'a>>,
    /// Numbers of functions, by name.
    names: BTreeMap<String, Vec<usize>>,
    /// Values of constants, by name.
    constants: BTreeMap<String, Vec<Constant<'a>>>,
    /// Types of fields, by the name of the structure and of the field.
    pub(super) fields: BTreeMap<(String, String), String>,
    /// Texts of `#[error("…")]`, by the name of the enumeration and of its variant.
    pub(super) displayed: BTreeMap<String, BTreeMap<String, String>>,
}

struct Constant<'a> {
    file: usize,
    owner: String,
    value: &'a Expr,
}

impl<'a> Sources<'a> {
    pub(super) fn of(files: &'a [Source]) -> Self {
        let mut sources = Self {
            files,
            functions: Vec::new(),
            names: BTreeMap::new(),
            constants: BTreeMap::new(),
            fields: BTreeMap::new(),
            displayed: BTreeMap::new(),
        };
        for (number, source) in files.iter().enumerate() {
            for file in &source.files {
                sources.items(number, source.module(), &file.items);
            }
            for body in &source.blocks {
                sources.functions.push(Function {
                    file: number,
                    name: String::new(),
                    module: String::new(),
                    owner: String::new(),
                    parameters: Vec::new(),
                    method: false,
                    returns: String::new(),
                    body,
                });
            }
        }
        for (at, function) in sources.functions.iter().enumerate() {
            sources.names.entry(function.name.clone()).or_default().push(at);
        }
        sources
    }

    fn items(&mut self, file: usize, module: &str, items: &'a [Item]) {
        for item in items {
            match item {
                Item::Fn(item) if !is_test(&item.attrs) => self.function(file, module, "", &item.sig, &item.block),
                Item::Mod(item) if !is_test(&item.attrs) => {
                    if let Some((_, items)) = &item.content {
                        self.items(file, &item.ident.to_string(), items);
                    }
                }
                Item::Const(item) => self.keep(file, "", &item.ident, &item.expr),
                Item::Static(item) => self.keep(file, "", &item.ident, &item.expr),
                Item::Struct(item) => {
                    if let Some(text) = display(&item.attrs) {
                        self.displayed.insert(item.ident.to_string(), [(String::new(), text)].into());
                    }
                    for field in &item.fields {
                        let Some(name) = &field.ident else { continue };
                        self.fields.insert((item.ident.to_string(), name.to_string()), type_name(&field.ty));
                    }
                }
                Item::Enum(item) => {
                    let texts: BTreeMap<_, _> = item
                        .variants
                        .iter()
                        .filter_map(|variant| Some((variant.ident.to_string(), display(&variant.attrs)?)))
                        .collect();
                    if !texts.is_empty() {
                        self.displayed.insert(item.ident.to_string(), texts);
                    }
                }
                Item::Impl(item) if !is_test(&item.attrs) => {
                    let owner = type_name(&item.self_ty);
                    for item in &item.items {
                        match item {
                            ImplItem::Fn(item) if !is_test(&item.attrs) => {
                                self.function(file, module, &owner, &item.sig, &item.block);
                            }
                            ImplItem::Const(item) => self.keep(file, &owner, &item.ident, &item.expr),
                            _ => {}
                        }
                    }
                }
                Item::Trait(item) => {
                    let owner = item.ident.to_string();
                    for item in &item.items {
                        if let TraitItem::Fn(syn::TraitItemFn { sig, default: Some(body), .. }) = item {
                            self.function(file, module, &owner, sig, body);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn function(&mut self, file: usize, module: &str, owner: &str, signature: &'a syn::Signature, body: &'a Block) {
        let typed = |argument: &'a FnArg| match argument {
            FnArg::Typed(argument) => Some((&*argument.pat, type_name(&argument.ty))),
            FnArg::Receiver(_) => None,
        };
        self.functions.push(Function {
            file,
            name: signature.ident.to_string(),
            module: module.to_owned(),
            owner: owner.to_owned(),
            parameters: signature.inputs.iter().filter_map(typed).collect(),
            method: signature.receiver().is_some(),
            returns: match &signature.output {
                ReturnType::Default => String::new(),
                ReturnType::Type(_, returned) => returned.to_token_stream().to_string().replace(' ', ""),
            },
            body,
        });
        for stmt in &body.stmts {
            if let syn::Stmt::Item(item) = stmt {
                self.items(file, module, std::slice::from_ref(item));
            }
        }
    }

    fn keep(&mut self, file: usize, owner: &str, name: &syn::Ident, value: &'a Expr) {
        let constant = Constant { file, owner: owner.to_owned(), value };
        self.constants.entry(name.to_string()).or_default().push(constant);
    }

    /// Returns true for the function with this name in a file.
    pub(super) fn is(&self, function: &Function<'_>, file: &str, name: &str) -> bool {
        function.name == name && self.files[function.file].path.ends_with(file)
    }

    /// Numbers of the functions with this name.
    pub(super) fn named(&self, name: &str) -> &[usize] {
        self.names.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The value of a constant, as a function names it: that of its type or file, or the only one.
    pub(super) fn constant(&self, owner: &str, name: &str, from: &Function<'_>) -> Option<&'a Expr> {
        let all = self.constants.get(name)?;
        let owner = if owner == "Self" { from.owner.as_str() } else { owner };
        let of_type = all.iter().find(|one| !owner.is_empty() && one.owner == owner);
        let near = || all.iter().find(|one| one.file == from.file);
        let only = || all.first().filter(|_| all.len() == 1);
        of_type.or_else(near).or_else(only).map(|one| one.value)
    }

    /// All texts of an enumeration, or that of one variant.
    pub(super) fn displayed(&self, name: &str, variant: Option<&str>) -> Option<BTreeSet<String>> {
        let texts = self.displayed.get(name)?;
        Some(texts.iter().filter(|(name, _)| variant.is_none_or(|v| v == *name)).map(|(_, t)| t.clone()).collect())
    }
}

/// Last name of a path, without references and arguments.
pub(super) fn type_name(of: &Type) -> String {
    match of {
        Type::Reference(of) => type_name(&of.elem),
        Type::Paren(of) => type_name(&of.elem),
        Type::ImplTrait(of) => of.bounds.first().map(bound_name).unwrap_or_default(),
        Type::TraitObject(of) => of.bounds.first().map(bound_name).unwrap_or_default(),
        Type::Path(of) => of.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

fn bound_name(of: &syn::TypeParamBound) -> String {
    match of {
        syn::TypeParamBound::Trait(of) => of.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The text of `#[error("…")]`.
fn display(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("error"))?;
    let tokens = &attribute.meta.require_list().ok()?.tokens;
    let text = syn::parse2::<syn::LitStr>(tokens.clone().into_iter().take(1).collect()).ok()?;
    Some(
        format::pieces(&text.value())
            .into_iter()
            .map(|piece| match piece {
                format::Piece::Text(text) => text,
                format::Piece::Value(_) => "…".to_owned(),
            })
            .collect(),
    )
}

/// The last two names of a path.
pub(super) fn name_of(expr: &Expr) -> Option<(String, String)> {
    let Expr::Path(path) = expr else { return None };
    let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let name = names.next()?;
    let owner = names.next().unwrap_or_default();
    match names.next() {
        // `io::Error` is not ours.
        Some(library) if LIBRARIES.contains(&library.as_str()) => Some((format!("{library}::{owner}"), name)),
        _ => Some((owner, name)),
    }
}

/// The name of a macro that was called.
pub(super) fn macro_name(function: &Expr) -> Option<String> {
    name_of(function).filter(|(owner, _)| owner == MACRO).map(|(_, name)| name)
}
