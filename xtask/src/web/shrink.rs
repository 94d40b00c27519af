//! What a module is spared before it is compressed: names are left out, functions that are the same are kept once, and those that look alike lie side
//! by side, where a compressor makes the most of them. Generic Rust leaves thousands of both.

use std::collections::HashMap;

use anyhow::{Context as _, Result, anyhow};
use wasm_encoder::{
    CodeSection, FunctionSection, Instruction, Module,
    reencode::{Error, Reencode, utils},
};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, FunctionBody, FunctionSectionReader, Operator, Parser, Payload, TypeRef,
};

/// Gives a module that does the same in fewer bytes.
pub(super) fn shrink(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut layout = Layout::read(wasm)?;
    while layout.merge()? {}
    layout.sort()?;
    let mut module = Module::new();
    layout
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .map_err(plain)?;
    Ok(module.finish())
}

/// Which functions a module keeps, and in what order.
struct Layout<'a> {
    /// Functions that come from outside; they have the first numbers.
    imported: u32,
    /// The type and the body of every other function, by its place.
    functions: Vec<(u32, FunctionBody<'a>)>,
    /// The places that are kept, in their new order.
    kept: Vec<u32>,
    /// Every function's number as it is written now.
    numbers: Vec<u32>,
    /// Whether calls and constants are written without their numbers: how a function looks apart from whom it calls with what.
    masked: bool,
}

impl<'a> Layout<'a> {
    fn read(wasm: &'a [u8]) -> Result<Self> {
        let (mut imported, mut types, mut bodies) = (0, Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(section) => types = section.into_iter().collect::<Result<_, _>>()?,
                Payload::CodeSectionEntry(body) => bodies.push(body),
                _ => {}
            }
        }
        let count = u32::try_from(types.len())?;
        Ok(Self {
            imported,
            functions: types.into_iter().zip(bodies).collect(),
            kept: (0..count).collect(),
            numbers: (0..imported + count).collect(),
            masked: false,
        })
    }

    /// Keeps one of each set of functions with the same type and the same body; whether there was any. Callers of what was merged
    /// may be the same then.
    fn merge(&mut self) -> Result<bool> {
        let mut seen = HashMap::new();
        let mut merged = HashMap::new();
        for place in self.kept.clone() {
            let (kind, _) = self.function(place)?;
            match seen.entry((kind, self.body(place)?)) {
                std::collections::hash_map::Entry::Vacant(entry) => drop(entry.insert(place)),
                std::collections::hash_map::Entry::Occupied(first) => drop(merged.insert(place, *first.get())),
            }
        }
        self.kept.retain(|place| !merged.contains_key(place));
        for number in &mut self.numbers {
            if let Some(first) = number.checked_sub(self.imported).and_then(|place| merged.get(&place)) {
                *number = self.imported + first;
            }
        }
        Ok(!merged.is_empty())
    }

    /// Orders what is kept by its type and by what it looks like, and numbers it in that order.
    fn sort(&mut self) -> Result<()> {
        self.masked = true;
        let mut looks = Vec::new();
        for place in self.kept.clone() {
            looks.push((self.function(place)?.0, self.body(place)?, place));
        }
        self.masked = false;
        looks.sort_unstable();
        self.kept = looks.into_iter().map(|(_, _, place)| place).collect();
        let mut new = HashMap::new();
        for (at, place) in self.kept.iter().enumerate() {
            new.insert(self.imported + place, self.imported + u32::try_from(at)?);
        }
        for number in &mut self.numbers {
            *number = new.get(number).copied().unwrap_or(*number);
        }
        Ok(())
    }

    fn function(&self, place: u32) -> Result<(u32, FunctionBody<'a>)> {
        let found = self.functions.get(place as usize);
        found
            .cloned()
            .context("a module calls a function that it does not have")
    }

    /// A function's body as it is written now.
    fn body(&mut self, place: u32) -> Result<Vec<u8>> {
        let (_, body) = self.function(place)?;
        let mut function = self.new_function_with_parsed_locals(&body).map_err(plain)?;
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            function.instruction(&self.parse_instruction(&mut operators).map_err(plain)?);
        }
        Ok(function.into_raw_body())
    }
}

impl Reencode for Layout<'_> {
    type Error = anyhow::Error;

    fn function_index(&mut self, number: u32) -> Result<u32, Error<Self::Error>> {
        if self.masked {
            return Ok(0);
        }
        let new = self.numbers.get(number as usize).copied();
        new.ok_or_else(|| Error::UserError(anyhow!("there is no function {number}")))
    }

    fn instruction<'b>(&mut self, operator: Operator<'b>) -> Result<Instruction<'b>, Error<Self::Error>> {
        match operator {
            Operator::I32Const { .. } if self.masked => Ok(Instruction::I32Const(0)),
            other => utils::instruction(self, other),
        }
    }

    /// Names and what made the module: of no use to a browser.
    fn parse_custom_section(&mut self, _: &mut Module, _: CustomSectionReader<'_>) -> Result<(), Error<Self::Error>> {
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        _: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for place in self.kept.clone() {
            functions.function(self.function(place).map_err(Error::UserError)?.0);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        _: CodeSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        for place in self.kept.clone() {
            let (_, body) = self.function(place).map_err(Error::UserError)?;
            utils::parse_function_body(self, code, body)?;
        }
        Ok(())
    }
}

fn plain(error: Error<anyhow::Error>) -> anyhow::Error {
    match error {
        Error::UserError(error) => error,
        other => anyhow!("the module can't be written anew: {other}"),
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{ExportKind, ExportSection, Function, TypeSection, ValType};
    use wasmparser::Validator;

    use super::*;

    /// A module of functions with one instruction each, which gives a number; all are exported by their place.
    fn module(bodies: &[Instruction<'_>]) -> Vec<u8> {
        let (mut types, mut functions, mut exports, mut code) = (
            TypeSection::new(),
            FunctionSection::new(),
            ExportSection::new(),
            CodeSection::new(),
        );
        types.ty().function([], [ValType::I32]);
        for (place, body) in (0..).zip(bodies) {
            functions.function(0);
            exports.export(&place.to_string(), ExportKind::Func, place);
            let mut function = Function::new([]);
            function.instruction(body).instruction(&Instruction::End);
            code.function(&function);
        }
        let mut module = Module::new();
        module
            .section(&types)
            .section(&functions)
            .section(&exports)
            .section(&code);
        module.finish()
    }

    /// What each export leads to: its constant, through calls.
    fn given(wasm: &[u8]) -> Result<Vec<(String, i32)>> {
        let (mut exports, mut bodies) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ExportSection(section) => exports = section.into_iter().collect::<Result<_, _>>()?,
                Payload::CodeSectionEntry(body) => bodies.push(body),
                _ => {}
            }
        }
        let follow = |mut number: u32| loop {
            match bodies[number as usize].get_operators_reader()?.read()? {
                Operator::Call { function_index } => number = function_index,
                Operator::I32Const { value } => return Ok::<_, anyhow::Error>(value),
                other => anyhow::bail!("{other:?}"),
            }
        };
        exports
            .iter()
            .map(|export| Ok((export.name.to_owned(), follow(export.index)?)))
            .collect()
    }

    #[test]
    fn what_is_the_same_is_kept_once_and_every_name_leads_where_it_led() -> Result<()> {
        let wasm = module(&[
            Instruction::I32Const(2),
            Instruction::I32Const(1),
            Instruction::I32Const(2),
            // The same as each other only once what they call is the same.
            Instruction::Call(0),
            Instruction::Call(2),
            Instruction::Call(1),
            Instruction::I32Const(1),
        ]);
        let small = shrink(&wasm)?;
        Validator::new().validate_all(&small)?;
        assert_eq!(Layout::read(&small)?.functions.len(), 4);
        assert_eq!(given(&small)?, given(&wasm)?);
        Ok(())
    }

    #[test]
    fn a_module_without_functions_stays_one() -> Result<()> {
        let empty = Module::new().finish();
        assert_eq!(shrink(&empty)?, empty);
        Ok(())
    }
}
