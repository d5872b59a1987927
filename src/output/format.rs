//! The formats that submissions are written in.

use std::fmt;
use std::str::FromStr;

use crate::said;
use crate::text::Worded;
use crate::text::lang::Said;

/// A format that submissions are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// An object a submission, in a file of its own.
    Json,
    /// An object a line: `submissions.jsonl`.
    Jsonl,
    /// A workbook of all records: `combined.xlsx`.
    Xlsx,
    /// A workbook a table for the reporting system's batch import: `import/<table>.xlsx`.
    Import,
    /// A text a table: `csv/<table>.csv`.
    Csv,
    /// A file a table with typed columns: `parquet/<table>.parquet`.
    #[cfg(feature = "parquet")]
    Parquet,
    /// A folder for analysts: `tidy/`.
    Tidy,
    /// The report: `report.html`.
    Html,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Format] = &[
        Format::Json,
        Format::Jsonl,
        Format::Xlsx,
        Format::Import,
        Format::Csv,
        #[cfg(feature = "parquet")]
        Format::Parquet,
        Format::Tidy,
        Format::Html,
    ];

    /// What is written where nothing is asked for.
    pub const USUAL: [Format; 4] = [Format::Jsonl, Format::Xlsx, Format::Import, Format::Html];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Xlsx => "xlsx",
            Format::Import => "import",
            Format::Csv => "csv",
            #[cfg(feature = "parquet")]
            Format::Parquet => "parquet",
            Format::Tidy => "tidy",
            Format::Html => "html",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no format's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.said().en)]
pub struct UnknownFormat {
    /// The name.
    pub name: String,
}

impl Worded for UnknownFormat {
    fn said(&self) -> Said {
        let name = &self.name;
        if name == "parquet" {
            return said!(
                "这个程序编译时没有包含 parquet；请用 --features parquet 编译",
                "this program was built without parquet; build it with --features parquet"
            );
        }
        let known: Vec<&str> = Format::ALL.iter().map(|f| f.name()).collect();
        let known = known.join(" ");
        said!(
            "没有“{name}”这种格式；可用的格式：{known}",
            "there is no format “{name}”; choose among: {known}"
        )
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Format, UnknownFormat> {
        let found = Format::ALL.iter().copied().find(|f| f.name() == name);
        found.ok_or_else(|| UnknownFormat {
            name: name.to_owned(),
        })
    }
}
