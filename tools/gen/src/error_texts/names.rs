//! The functions and types that names mean.

use syn::{Expr, ExprClosure, Member};

use super::scope::{Scope, Value};
use super::sources::{Function, name_of};
use super::values::Values;

impl<'a> Values<'_, 'a> {
    /// The closure that an expression is or names, and its variables.
    pub(super) fn closure(&self, function: &'a Expr, scope: &Scope<'a>) -> Option<(&'a ExprClosure, Scope<'a>)> {
        match function {
            Expr::Closure(closure) => Some((closure, scope.clone())),
            Expr::Reference(inner) => self.closure(&inner.expr, scope),
            Expr::Paren(inner) => self.closure(&inner.expr, scope),
            Expr::Path(_) => {
                let (owner, name) = name_of(function)?;
                let mut value = scope.get(&name).filter(|_| owner.is_empty())?;
                while let Value::Begun(inner) = value {
                    value = inner;
                }
                match value {
                    Value::Expr(expr, scope) => self.closure(expr, &scope.clone()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The functions that a path may mean.
    pub(super) fn functions(&self, owner: &str, name: &str, from: usize) -> Vec<usize> {
        let all = &self.sources.functions;
        let here = &all[from];
        let named = |wanted: &dyn Fn(&Function<'a>) -> bool| -> Vec<usize> {
            self.sources.named(name).iter().copied().filter(|&i| wanted(&all[i])).collect()
        };
        let owner = if owner == "Self" { here.owner.as_str() } else { owner };
        let files = self.sources.files;
        let near = |f: &Function<'a>| files[f.file].crate_name() == files[here.file].crate_name();
        let module = if owner.is_empty() { files[here.file].imported(name).unwrap_or_default() } else { owner };
        let of_module = |f: &Function<'a>| f.owner.is_empty() && f.module == module;
        // Not `serde_json`.
        let ours = !module.is_empty() && files.iter().any(|file| file.is_in(module));
        let steps: [&dyn Fn(&Function<'a>) -> bool; 7] = [
            &|f| f.owner == owner && f.file == here.file,
            &|f| of_module(f) && near(f),
            &|f| !owner.is_empty() && f.owner == owner && near(f),
            &|f| !owner.is_empty() && f.owner == owner,
            &|f| of_module(f),
            // Re-exported by a module.
            &|f| ours && f.owner.is_empty() && near(f),
            &|f| ours && f.owner.is_empty(),
        ];
        steps.iter().map(|step| named(step)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The methods that a call may mean: those of the type, or of the only type that has one of this name.
    pub(super) fn methods(&self, owner: &str, name: &str, arguments: usize) -> Vec<usize> {
        let all = &self.sources.functions;
        let known = !owner.is_empty();
        let fits = |f: &Function<'a>| f.method && f.parameters.len() == arguments;
        let found: Vec<usize> = self.sources.named(name).iter().copied().filter(|&i| fits(&all[i])).collect();
        let owner = if owner.is_empty() { found.first().map_or("", |&i| &all[i].owner) } else { owner };
        let (own, others): (Vec<usize>, Vec<usize>) = found.into_iter().partition(|&i| all[i].owner == owner);
        if known || others.is_empty() { own } else { Vec::new() }
    }

    /// The type of what a method is called on, if that is easily said.
    pub(super) fn type_of(&self, receiver: &'a Expr, scope: &Scope<'a>) -> String {
        if let Expr::Field(field) = receiver {
            let Member::Named(name) = &field.member else { return String::new() };
            let of = (self.type_of(&field.base, scope), name.to_string());
            return self.sources.fields.get(&of).cloned().unwrap_or_default();
        }
        match name_of(receiver) {
            Some((_, name)) if name == "self" => self.sources.functions[scope.function].owner.clone(),
            Some((_, name)) => match scope.get(&name) {
                Some(value) => self.type_of_value(value),
                None => String::new(),
            },
            None => String::new(),
        }
    }

    fn type_of_value(&self, value: &Value<'a>) -> String {
        match value {
            Value::Parameter(_, _, of) => of.clone(),
            Value::Begun(value) => self.type_of_value(value),
            Value::Expr(Expr::Reference(inner), scope) => self.type_of_value(&Value::Expr(&inner.expr, scope.clone())),
            Value::Expr(Expr::Unary(inner), scope) => self.type_of_value(&Value::Expr(&inner.expr, scope.clone())),
            Value::Expr(receiver @ (Expr::Path(_) | Expr::Field(_)), scope) => self.type_of(receiver, &scope.clone()),
            Value::Expr(Expr::Try(inner), scope) => self.type_of_value(&Value::Expr(&inner.expr, scope.clone())),
            Value::Expr(Expr::Call(call), _) => {
                let owner = name_of(&call.func).map(|(owner, _)| owner).unwrap_or_default();
                if owner.starts_with(|c: char| c.is_ascii_uppercase()) && owner != "Self" {
                    owner
                } else {
                    String::new()
                }
            }
            _ => String::new(),
        }
    }
}
