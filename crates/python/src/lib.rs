//! What Python asks of huibiao: each answer is the JSON that the command writes, which the package's
//! own modules make into objects.

use std::ffi::OsString;
use std::path::PathBuf;

use huibiao::batch::{Silent, SpoolError, gather_without, read_all};
use huibiao::output::inspect::inspect;
use huibiao::read::{Reader, open};
use huibiao::tagged::edition;
use huibiao::text::Worded;
use huibiao::text::lang::Lang;
use huibiao::{Bundle, bundled};
use pyo3::create_exception;
use pyo3::exceptions::{PyException, PyFileNotFoundError, PyValueError};
use pyo3::prelude::*;

create_exception!(
    _huibiao,
    HuibiaoError,
    PyException,
    "What could not be done, in the words that the command says it in."
);

/// An error of the library in the language asked for.
fn told(error: &dyn Worded, lang: Lang) -> PyErr {
    let mut text = error.said().get(lang).to_owned();
    if let Some(drawn) = error.drawn(lang, false) {
        text = format!("{text}\n{drawn}");
    }
    HuibiaoError::new_err(text)
}

fn json(value: &impl serde::Serialize) -> PyResult<String> {
    serde_json::to_string(value).map_err(|e| HuibiaoError::new_err(e.to_string()))
}

fn lang_of(lang: &str) -> PyResult<Lang> {
    match lang {
        "zh" => Ok(Lang::Zh),
        "en" => Ok(Lang::En),
        other => Err(PyValueError::new_err(format!(
            "lang is \"zh\" or \"en\", not {other:?}"
        ))),
    }
}

fn bundles(mappings: &[PathBuf], lang: Lang) -> PyResult<Vec<Bundle>> {
    if mappings.is_empty() {
        return huibiao::mapping::bundled_ids()
            .map(|id| bundled(id).map_err(|e| told(&e, lang)))
            .collect();
    }
    let mappings = mappings.iter();
    mappings
        .map(|given| edition(given).map_err(|e| told(&e, lang)))
        .collect()
}

/// The submissions that count in these files and folders, each as JSON; the messages in `lang`.
#[pyfunction]
fn read(
    py: Python<'_>,
    paths: Vec<PathBuf>,
    mappings: Vec<PathBuf>,
    lang: &str,
) -> PyResult<Vec<String>> {
    let lang = lang_of(lang)?;
    if let Some(missing) = paths.iter().find(|p| !p.exists()) {
        return Err(PyFileNotFoundError::new_err(missing.display().to_string()));
    }
    py.detach(|| {
        let reader = Reader::of_bundles(bundles(&mappings, lang)?).map_err(|e| told(&e, lang))?;
        let gathered = gather_without(&paths, &[]);
        let mut all = Vec::new();
        let read = read_all(&gathered.inputs, &reader, &Silent, |submission| {
            all.push(submission);
            Ok::<(), SpoolError>(())
        });
        read.map_err(|e| told(&e, lang))?;
        all.iter().map(|s| json(&s.said_in(lang))).collect()
    })
}

/// The editions: those given, else the bundled ones, each as JSON.
#[pyfunction]
fn editions(mappings: Vec<PathBuf>, lang: &str) -> PyResult<Vec<String>> {
    let bundles = bundles(&mappings, lang_of(lang)?)?;
    bundles.iter().map(|b| json(&b.mapping)).collect()
}

/// What the reader sees of a document, as JSON.
#[pyfunction(name = "inspect")]
fn seen(py: Python<'_>, path: PathBuf, lang: &str) -> PyResult<String> {
    let lang = lang_of(lang)?;
    let bytes = std::fs::read(&path)?;
    py.detach(|| {
        let opened = open(&path.to_string_lossy(), &bytes).map_err(|e| told(&e, lang))?;
        json(&inspect(&opened.paper))
    })
}

/// Runs the command with these arguments, the program's name first; gives its exit status.
#[pyfunction]
fn run(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| huibiao::cli::status_of(arguments))
}

#[pymodule]
fn _huibiao(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("HuibiaoError", module.py().get_type::<HuibiaoError>())?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_function(wrap_pyfunction!(read, module)?)?;
    module.add_function(wrap_pyfunction!(editions, module)?)?;
    module.add_function(wrap_pyfunction!(seen, module)?)?;
    module.add_function(wrap_pyfunction!(run, module)?)
}
