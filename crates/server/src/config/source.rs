//! Where a setting's value comes from: `sms.url` of the file, or `CONGDANSO_SMS_URL` of the environment, which wins.

use std::{collections::BTreeMap, path::Path, str::FromStr};

use super::ConfigError;

const PREFIX: &str = "CONGDANSO_";

/// Variables that are read elsewhere: by the command line, by the tests.
const ELSEWHERE: [&str; 3] = ["CONGDANSO_CONFIG", "CONGDANSO_LOG", "CONGDANSO_TEST"];

/// Every setting there is: its name in the file and what it means.
pub(super) type Known = [(&'static str, &'static str)];

/// The values that were given, by the setting's name in the file.
pub(super) struct Settings {
    values: BTreeMap<&'static str, String>,
    /// Variables that look like settings and are none; other programs of the product may own them.
    pub(super) unknown: Vec<String>,
}

impl Settings {
    pub(super) fn gather(file: Option<&Path>, variables: Vec<(String, String)>) -> Result<Self, ConfigError> {
        let (mut values, mut unknown) = (BTreeMap::new(), Vec::new());
        if let Some(path) = file {
            read_file(path, &mut values)?;
        }
        for (name, value) in variables {
            if !name.starts_with(PREFIX) || ELSEWHERE.iter().any(|known| name.starts_with(known)) {
                continue;
            }
            let setting = super::file::SETTINGS
                .iter()
                .find(|(setting, _)| variable(setting) == name);
            match setting {
                Some((setting, _)) => drop(values.insert(*setting, value)),
                None => unknown.push(name),
            }
        }
        Ok(Self { values, unknown })
    }

    /// The text of a setting; an empty one counts as not given.
    pub(super) fn text(&self, setting: &'static str) -> Option<&str> {
        self.values
            .get(setting)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The value of a setting, or a default.
    pub(super) fn value<T: FromStr>(&self, setting: &'static str, default: T) -> Result<T, ConfigError>
    where
        T::Err: std::fmt::Display,
    {
        match self.text(setting) {
            None => Ok(default),
            Some(text) => text.parse().map_err(|error: T::Err| wrong(setting, error)),
        }
    }

    /// A list, separated by commas.
    pub(super) fn list<T: FromStr>(&self, setting: &'static str) -> Result<Vec<T>, ConfigError>
    where
        T::Err: std::fmt::Display,
    {
        let parts = self
            .text(setting)
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        parts
            .map(|part| part.parse().map_err(|error: T::Err| wrong(setting, error)))
            .collect()
    }

    /// A setting that must be given.
    pub(super) fn required(&self, setting: &'static str, when: &str) -> Result<&str, ConfigError> {
        self.text(setting)
            .ok_or_else(|| wrong(setting, format!("must be given {when}")))
    }
}

/// The variable of a setting.
pub(super) fn variable(setting: &str) -> String {
    format!("{PREFIX}{}", setting.replace('.', "_").to_uppercase())
}

/// A setting that does not fit.
pub(crate) fn wrong(setting: &'static str, reason: impl std::fmt::Display) -> ConfigError {
    ConfigError::Setting {
        setting,
        variable: variable(setting),
        reason: reason.to_string(),
    }
}

fn read_file(path: &Path, values: &mut BTreeMap<&'static str, String>) -> Result<(), ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|cause| ConfigError::File {
        path: path.to_owned(),
        cause,
    })?;
    let invalid = |message: String| ConfigError::Toml {
        path: path.to_owned(),
        message,
    };
    let table: toml::Table = toml::from_str(&text).map_err(|error| invalid(error.to_string()))?;
    for (name, value) in flatten("", table) {
        let known = super::file::SETTINGS.iter().find(|(setting, _)| *setting == name);
        let (setting, _) = known.ok_or_else(|| invalid(format!("there is no setting {name}")))?;
        let value = plain(value).ok_or_else(|| invalid(format!("{name} must be a text, number, switch or list")))?;
        values.insert(*setting, value);
    }
    Ok(())
}

fn flatten(prefix: &str, table: toml::Table) -> Vec<(String, toml::Value)> {
    table
        .into_iter()
        .flat_map(|(key, value)| match value {
            toml::Value::Table(inner) => flatten(&format!("{prefix}{key}."), inner),
            other => vec![(format!("{prefix}{key}"), other)],
        })
        .collect()
}

fn plain(value: toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(switch) => Some(switch.to_string()),
        toml::Value::Array(items) => items
            .into_iter()
            .map(plain)
            .collect::<Option<Vec<_>>>()
            .map(|items| items.join(",")),
        _ => None,
    }
}
