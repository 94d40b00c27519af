//! The JSON body that a gateway wants: a template whose texts hold placeholders. Filling happens inside parsed JSON,
//! so no message text can break out of its place.

use serde_json::Value;
use thiserror::Error;

use super::{BrandName, SmsMessage};

/// A JSON value in whose texts `{phone}` (`84905…`), `{phone_e164}` (`+84905…`), `{phone_national}` (`0905…`),
/// `{text}`, `{brand}` and `{id}` are filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyTemplate(Value);

/// The template can't be used.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum TemplateError {
    /// Not JSON.
    #[error("the template is not JSON")]
    NotJson,
    /// No place for the text or for a phone: messages would arrive empty or nowhere.
    #[error("the template needs {{text}} and one of {{phone}}, {{phone_e164}}, {{phone_national}}")]
    PlaceholderMissing,
}

impl BodyTemplate {
    /// Reads a template.
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn parse(json: &str) -> Result<Self, TemplateError> {
        let value: Value = serde_json::from_str(json).map_err(|_| TemplateError::NotJson)?;
        let flat = value.to_string();
        let has_phone = ["{phone}", "{phone_e164}", "{phone_national}"]
            .iter()
            .any(|place| flat.contains(place));
        if flat.contains("{text}") && has_phone {
            Ok(Self(value))
        } else {
            Err(TemplateError::PlaceholderMissing)
        }
    }

    /// The body for a message.
    pub fn fill(&self, message: &SmsMessage, brand: &BrandName) -> Value {
        fill(&self.0, &|text| {
            // The message's own text comes last, so that braces in it are never taken for placeholders.
            text.replace("{phone}", message.to.e164().trim_start_matches('+'))
                .replace("{phone_e164}", message.to.e164())
                .replace("{phone_national}", &message.to.national())
                .replace("{brand}", brand.as_str())
                .replace("{id}", &message.id.to_string())
                .replace("{text}", &message.text)
        })
    }
}

fn fill(value: &Value, replace: &impl Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(replace(text)),
        Value::Array(items) => Value::Array(items.iter().map(|item| fill(item, replace)).collect()),
        Value::Object(entries) => Value::Object(
            entries
                .iter()
                .map(|(key, item)| (key.clone(), fill(item, replace)))
                .collect(),
        ),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::sms::SmsPurpose;

    #[test]
    fn a_text_stays_in_its_place() {
        let template =
            BodyTemplate::parse(r#"{"to":["{phone}"],"from":"{brand}","msg":"{text}","ref":"{id}","n":1}"#).unwrap();
        let message = SmsMessage {
            id: uuid::Uuid::nil(),
            to: "0905123456".parse().unwrap(),
            text: r#"a "quoted" {brand} text"#.to_owned(),
            purpose: SmsPurpose::Notice,
        };
        let body = template.fill(&message, &"DANANG".parse().unwrap());
        assert_eq!(
            body,
            serde_json::json!({
                "to": ["84905123456"], "from": "DANANG", "msg": r#"a "quoted" {brand} text"#,
                "ref": "00000000-0000-0000-0000-000000000000", "n": 1
            })
        );
    }

    #[test]
    fn a_template_without_phone_or_text_is_refused() {
        assert_eq!(BodyTemplate::parse("{"), Err(TemplateError::NotJson));
        assert_eq!(
            BodyTemplate::parse(r#"{"msg":"{text}"}"#),
            Err(TemplateError::PlaceholderMissing)
        );
        assert_eq!(
            BodyTemplate::parse(r#"{"to":"{phone}"}"#),
            Err(TemplateError::PlaceholderMissing)
        );
    }
}
