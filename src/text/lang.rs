//! The two languages in which huibiao speaks to people.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A language for messages, reports and help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// 简体中文, the language of the forms and of their readers.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language that a locale name asks for: `zh_CN.UTF-8` is [`Lang::Zh`], every other named
    /// locale [`Lang::En`]; none at all (or `C`, `POSIX`) is the language of the forms.
    pub fn of_locale(locale: Option<&str>) -> Lang {
        match locale {
            None | Some("" | "C" | "POSIX" | "C.UTF-8" | "C.utf8") => Lang::Zh,
            Some(name) if name.to_ascii_lowercase().starts_with("zh") => Lang::Zh,
            Some(_) => Lang::En,
        }
    }

    /// Of one thing in both languages, the one in this.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// One thing said in both languages, so that whoever shows it can choose.
///
/// Made where the cause is known (see [`said!`](crate::said)); shown by [`Said::get`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Said {
    /// The Chinese words.
    pub zh: String,
    /// The English words.
    pub en: String,
}

impl Said {
    /// The words in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Words that are known in one language only, such as a message read back from JSON.
    pub fn same(text: impl Into<String>) -> Said {
        let zh = text.into();
        Said { en: zh.clone(), zh }
    }

    /// Nothing said.
    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }
}

/// Written as the Chinese words; a writer that knows the reader's language uses [`Said::get`].
impl Serialize for Said {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.zh)
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Said, D::Error> {
        String::deserialize(from).map(Said::same)
    }
}

/// Both languages of a [`Said`] in JSON, for what must be shown in the other one later:
/// `#[serde(with = "crate::text::lang::both")]`.
pub mod both {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Said;

    #[derive(Serialize, Deserialize)]
    struct Both {
        zh: String,
        en: String,
    }

    /// As `{"zh", "en"}`.
    ///
    /// # Errors
    /// What the serializer says.
    pub fn serialize<S: Serializer>(said: &Said, to: S) -> Result<S::Ok, S::Error> {
        let Said { zh, en } = said.clone();
        Both { zh, en }.serialize(to)
    }

    /// From `{"zh", "en"}`.
    ///
    /// # Errors
    /// What the deserializer says.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Said, D::Error> {
        let Both { zh, en } = Both::deserialize(from)?;
        Ok(Said { zh, en })
    }
}

/// Says one thing in both languages; the arguments are captured as in [`format!`].
///
/// ```
/// let n = 3;
/// let said = huibiao::said!("共 {n} 处", "{n} places");
/// assert_eq!(said.zh, "共 3 处");
/// ```
#[macro_export]
macro_rules! said {
    ($zh:literal, $en:literal $(, $($arg:tt)*)?) => {
        $crate::text::lang::Said { zh: format!($zh $(, $($arg)*)?), en: format!($en $(, $($arg)*)?) }
    };
}
