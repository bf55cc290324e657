//! Parsed files of Rust.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Block, Expr, File, Item, Token, UseTree};

/// A file, whose calls of macros are calls of functions as far as their arguments are expressions.
pub(super) struct Source {
    pub(super) path: PathBuf,
    /// The file, and what else stands in the braces of macros.
    pub(super) files: Vec<File>,
    pub(super) blocks: Vec<Block>,
    /// Module of each imported name.
    imports: BTreeMap<String, String>,
    /// Calls in what is no Rust, such as the left side of a macro's rule: owner, name, and where.
    pub(super) unread: Vec<(String, String, Span)>,
}

/// Name of the function that stands for a call of a macro.
pub(super) const MACRO: &str = "__macro";

impl Source {
    pub(super) fn parse(path: &Path, text: &str) -> Result<Self, String> {
        let mut file =
            syn::parse_file(text).map_err(|e| format!("{}:{}: {e}", path.display(), e.span().start().line))?;
        let mut source = Self {
            path: path.to_owned(),
            files: Vec::new(),
            blocks: Vec::new(),
            imports: BTreeMap::new(),
            unread: Vec::new(),
        };
        for item in &file.items {
            if let Item::Use(item) = item {
                source.import("", &item.tree);
            }
        }
        source.visit_file_mut(&mut file);
        source.files.push(file);
        Ok(source)
    }

    fn import(&mut self, module: &str, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.import(&path.ident.to_string(), &path.tree),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(module, tree)),
            UseTree::Name(name) => drop(self.imports.insert(name.ident.to_string(), module.to_owned())),
            UseTree::Rename(name) => drop(self.imports.insert(name.rename.to_string(), module.to_owned())),
            UseTree::Glob(_) => {}
        }
    }

    /// Module that a name is imported from.
    pub(super) fn imported(&self, name: &str) -> Option<&str> {
        self.imports.get(name).map(String::as_str)
    }

    /// Name of the file without its end, or of its folder.
    pub(super) fn module(&self) -> &str {
        let stem = self.path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let folder = || self.path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        if stem == "mod" || stem == "lib" { folder().unwrap_or_default() } else { stem }
    }

    /// Returns true if a module of this name has the file, or is it.
    pub(super) fn is_in(&self, module: &str) -> bool {
        self.module() == module || self.path.iter().any(|folder| folder == module)
    }

    pub(super) fn crate_name(&self) -> Option<Component<'_>> {
        self.path.components().next()
    }

    /// Where a token stands.
    pub(super) fn place(&self, span: Span) -> String {
        format!("{}:{}", self.path.display(), span.start().line)
    }

    /// Reads what stands in the braces of a macro, where `$name` is a name.
    fn read(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for token in &tokens {
            let TokenTree::Group(group) = token else { continue };
            let inner = group.stream();
            if group.delimiter() != Delimiter::Brace {
                self.read(inner);
            } else if let Ok(mut file) = syn::parse2::<File>(inner.clone()) {
                self.visit_file_mut(&mut file);
                self.files.push(file);
            } else if let Ok(stmts) = Block::parse_within.parse2(inner.clone()) {
                let mut block = Block { brace_token: Default::default(), stmts };
                self.visit_block_mut(&mut block);
                self.blocks.push(block);
            } else {
                self.read(inner);
            }
        }
        for (at, token) in tokens.iter().enumerate() {
            let [.., TokenTree::Ident(name)] = &tokens[..at] else { continue };
            if !matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis) {
                continue;
            }
            let owner = match &tokens[..at - 1] {
                [.., TokenTree::Ident(owner), TokenTree::Punct(colon), TokenTree::Punct(_)]
                    if colon.as_char() == ':' =>
                {
                    owner.to_string()
                }
                _ => String::new(),
            };
            self.unread.push((owner, name.to_string(), name.span()));
        }
    }
}

impl VisitMut for Source {
    fn visit_item_mut(&mut self, item: &mut Item) {
        // Tests make errors of their own.
        if !matches!(item, Item::Mod(item) if is_test(&item.attrs)) {
            syn::visit_mut::visit_item_mut(self, item);
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Macro(call) = expr {
            let (name, tokens) = (call.mac.path.segments.last().map(|s| s.ident.clone()), call.mac.tokens.clone());
            let arguments = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens.clone());
            match (name, arguments) {
                (Some(name), Ok(arguments)) => {
                    let r#macro = syn::Ident::new(MACRO, name.span());
                    *expr = syn::parse_quote_spanned!(name.span()=> #r#macro::#name(#arguments));
                }
                _ => self.read(tokens),
            }
        }
        syn::visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_stmt_mut(&mut self, stmt: &mut syn::Stmt) {
        if let syn::Stmt::Macro(call) = stmt {
            let mut expr = Expr::Macro(syn::ExprMacro { attrs: Vec::new(), mac: call.mac.clone() });
            self.visit_expr_mut(&mut expr);
            *stmt = syn::Stmt::Expr(expr, call.semi_token);
            return;
        }
        syn::visit_mut::visit_stmt_mut(self, stmt);
    }

    fn visit_item_macro_mut(&mut self, item: &mut syn::ItemMacro) {
        self.read(without_dollars(item.mac.tokens.clone()));
    }

    fn visit_impl_item_macro_mut(&mut self, item: &mut syn::ImplItemMacro) {
        self.read(without_dollars(item.mac.tokens.clone()));
    }
}

fn without_dollars(tokens: TokenStream) -> TokenStream {
    let kept = tokens.into_iter().filter(|token| !matches!(token, TokenTree::Punct(p) if p.as_char() == '$'));
    kept.map(|token| match token {
        TokenTree::Group(group) => {
            let mut inner = proc_macro2::Group::new(group.delimiter(), without_dollars(group.stream()));
            inner.set_span(group.span());
            inner.into()
        }
        other => other,
    })
    .collect()
}

/// Returns true for what only tests have.
pub(super) fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.meta.to_token_stream().to_string().replace(' ', "") == "cfg(test)"
    })
}
