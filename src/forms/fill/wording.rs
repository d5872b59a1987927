//! A value as a person would type it, so that it reads back as it was.

use crate::forms::blank::in_chinese;
use crate::mapping::{Field, Type};
use crate::recognise::edition::Edition;
use crate::value::Value;

/// The text for a value, with the words of one's own beside an option that asks for them; nothing
/// for no value. Of several ways of writing it the first that is read back without a remark.
pub(super) fn wording(
    value: &Value,
    other: Option<&str>,
    field: &Field,
    edition: &Edition,
) -> Option<String> {
    let mut ways = ways(value, other, field);
    let read_back = |text: &String, clean: bool| {
        let reading = edition.values.read(text, field);
        reading.value == *value
            && reading.other.as_deref() == other
            && (reading.notes.is_empty() || !clean)
    };
    let best = ways.iter().position(|text| read_back(text, true));
    let best = best.or_else(|| ways.iter().position(|text| read_back(text, false)));
    (!ways.is_empty()).then(|| ways.swap_remove(best.unwrap_or(0)))
}

fn ways(value: &Value, other: Option<&str>, field: &Field) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Bool(yes) => vec![(if *yes { "是" } else { "否" }).to_owned()],
        Value::Number(number) => {
            let plain = number.normalize().to_string();
            vec![plain.clone(), format!("{plain}{}", field.unit)]
        }
        Value::Text(text) => match (field.kind, other) {
            (Type::Date, _) => vec![in_chinese(text), text.clone()],
            (_, Some(other)) => vec![
                format!("{text}（名称：{other}）"),
                format!("{text}：{other}"),
                format!("{text}（{other}）"),
            ],
            (_, None) => vec![text.clone()],
        },
        Value::List(names) => match names.is_empty() {
            true => Vec::new(),
            false => vec![names.join("、"), names.join("；"), names.join("，")],
        },
        Value::Selected(options) => {
            let labels: Vec<&str> = options.iter().map(|o| o.label.as_str()).collect();
            match labels.is_empty() {
                true => Vec::new(),
                false => vec![labels.join("；"), labels.join("、")],
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_forms_ask_for_them() {
        assert_eq!(in_chinese("2025-03-05"), "2025年3月5日");
        assert_eq!(in_chinese("2025-12"), "2025年12月");
        assert_eq!(in_chinese("不详"), "不详");
    }
}
