//! Programs of others in which a person opens what huibiao writes: a browser, LibreOffice. Tests
//! that need one are ignored unless asked for (`cargo test -- --include-ignored`, as `.ci/run`
//! does), and fail where the program is not there: none is green that did not run.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The first program of these names on the PATH.
fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let files = std::env::split_paths(&path).flat_map(|dir| names.iter().map(move |n| dir.join(n)));
    files.into_iter().find(|file| file.is_file())
}

/// A browser: the one that `CHROMIUM` names, or the one on the PATH.
#[track_caller]
pub fn chromium() -> PathBuf {
    std::env::var_os("CHROMIUM")
        .map(PathBuf::from)
        .or_else(|| program(&["chromium", "chromium-browser", "google-chrome"]))
        .expect("this test opens pages in a browser: install chromium, or name one in CHROMIUM")
}

/// The driver of that browser: the one that `CHROMEDRIVER` names, or the one on the PATH.
#[cfg(feature = "desk")]
#[track_caller]
pub fn chromedriver() -> PathBuf {
    std::env::var_os("CHROMEDRIVER")
        .map(PathBuf::from)
        .or_else(|| program(&["chromedriver"]))
        .expect("this test drives a browser: install chromium-driver, or name one in CHROMEDRIVER")
}

/// Has LibreOffice write files in another format into a folder.
#[track_caller]
pub fn libreoffice(format: &str, into: &Path, files: &[&Path]) {
    let soffice = program(&["soffice", "libreoffice"])
        .expect("this test needs LibreOffice: install libreoffice-writer and libreoffice-calc");
    // A profile of its own: another LibreOffice that runs would take the work and give nothing back.
    let profile = tempfile::tempdir().unwrap();
    let done = Command::new(soffice)
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.path().display()
        ))
        .args(["--headless", "--convert-to", format, "--outdir"])
        .arg(into)
        .args(files)
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
    for file in files {
        let written = into.join(file.file_name().unwrap());
        let written = written.with_extension(format.split(':').next().unwrap());
        assert!(
            written.is_file(),
            "LibreOffice did not write {}; are both Writer and Calc installed? {}",
            written.display(),
            String::from_utf8_lossy(&done.stderr)
        );
    }
}
