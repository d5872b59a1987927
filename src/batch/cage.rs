//! LibreOffice in a cage: documents of anybody are opened in a program that can do anything.
//!
//! It works in a folder of its own that nobody else may look into, with a profile that runs no macro,
//! follows no link and knows no network, under a bound on time, memory and the size of what it
//! writes. What it has made is kept when it hangs or dies; the rest is tried file by file. The folder
//! goes with the cage, also where the program is interrupted, and what a killed one left goes with
//! the next.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

#[cfg(unix)]
use rustix::process::{Pid, Signal, kill_process_group};
#[cfg(unix)]
use std::sync::{Mutex, PoisonError};
use tempfile::TempDir;

use crate::said;
use crate::text::lang::Said;

/// How the folders are called: with the process that they are of.
const BEGINS: &str = "huibiao-office-";
/// How long LibreOffice may take to start.
const START: Duration = Duration::from_secs(60);
/// How long it may take for each file.
const EACH: Duration = Duration::from_secs(20);
/// How many files it is given at once: of more than some 244 it passes over the rest and says nothing.
const AT_ONCE: usize = 50;
/// So often in a row may it fail with a single file before the rest is given up.
const FAILURES: usize = 5;
/// What it may take of memory, in kilobytes, and write into one file, in blocks of 512 bytes. It
/// takes 1.5 GB of addresses for an empty document.
#[cfg(unix)]
const LIMITS: &str = "ulimit -v 4194304; ulimit -f 1048576; ulimit -c 0";
/// What the profile says. A value that is final cannot be changed by a document.
const SETTINGS: &[(&str, &str, &str)] = &[
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    (
        "Common/Security/Scripting",
        "DisableMacrosExecution",
        "true",
    ),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    (
        "Common/Security/Scripting",
        "BlockUntrustedRefererLinks",
        "true",
    ),
    ("Common/Security/Scripting", "DisableOLEAutomation", "true"),
    ("Common/Misc", "UseLocking", "false"),
    ("Common/Save/Document", "AutoSave", "false"),
    ("Calc/Content/Update", "Link", "2"),
    ("Writer/Content/Update", "Link", "0"),
    ("Writer/Content/Update", "Field", "false"),
    ("WriterWeb/Content/Update", "Link", "0"),
    ("Java/VirtualMachine", "Enable", "false"),
];
/// A proxy that nobody is at.
const PROXY: &[(&str, &str)] = &[
    ("ooInetProxyType", "2"),
    ("ooInetHTTPProxyName", "127.0.0.1"),
    ("ooInetHTTPProxyPort", "9"),
    ("ooInetHTTPSProxyName", "127.0.0.1"),
    ("ooInetHTTPSProxyPort", "9"),
    ("ooInetFTPProxyName", "127.0.0.1"),
    ("ooInetFTPProxyPort", "9"),
    ("ooInetNoProxy", ""),
];

/// A folder in which LibreOffice works.
#[derive(Debug)]
pub(super) struct Cage {
    office: PathBuf,
    folder: TempDir,
    #[cfg(unix)]
    _watch: Option<watch::Watch>,
}

/// A file that is to be converted.
#[derive(Debug)]
pub(super) struct Job {
    from: PathBuf,
    /// Where what is made of it will be.
    pub(super) made: PathBuf,
}

impl Job {
    /// Something was made of it.
    pub(super) fn is_done(&self) -> bool {
        // A link would lead out of the cage.
        fs::symlink_metadata(&self.made).is_ok_and(|m| m.is_file() && m.len() > 0)
    }
}

impl Cage {
    /// An empty one.
    ///
    /// # Errors
    /// Where there is no LibreOffice, or no room for it.
    pub(super) fn new() -> Result<Cage, Said> {
        let office = find_office().ok_or_else(|| {
            said!(
                "没有找到LibreOffice（soffice），无法转换旧格式；请安装LibreOffice后重试，或另存为.docx或.xlsx",
                "LibreOffice (soffice) was not found, so old formats cannot be converted; install it and try again, or save them as .docx or .xlsx"
            )
        })?;
        sweep(&std::env::temp_dir());
        let prefix = format!("{BEGINS}{}-", std::process::id());
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder.tempdir().map_err(|e| no_room(&e))?;
        let cage = Cage {
            office,
            #[cfg(unix)]
            _watch: watch::Watch::over(folder.path()).ok(),
            folder,
        };
        cage.furnish().map_err(|e| no_room(&e))?;
        Ok(cage)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes the folders, and the profile.
    fn furnish(&self) -> io::Result<()> {
        for name in ["in", "out", "tmp", "home"] {
            fs::create_dir(self.path(name))?;
        }
        let user = self.path("profile").join("user");
        fs::create_dir_all(&user)?;
        fs::write(user.join("registrymodifications.xcu"), settings())
    }

    /// Puts a file in, under a name of its own, to be made into one with another extension.
    ///
    /// # Errors
    /// Where there is no room for it.
    pub(super) fn put(&self, name: &str, from: &str, to: &str, bytes: &[u8]) -> Result<Job, Said> {
        let job = Job {
            from: self.path("in").join(format!("{name}.{from}")),
            made: self.path("out").join(format!("{name}.{to}")),
        };
        fs::write(&job.from, bytes).map_err(|e| no_room(&e))?;
        Ok(job)
    }

    /// Converts some files that are converted alike: a few at once, and those that nothing came of
    /// one by one, since one may have been the end of the others.
    ///
    /// # Errors
    /// Where LibreOffice cannot be started.
    pub(super) fn convert(&self, jobs: &[&Job], arguments: &[String]) -> Result<(), Said> {
        for part in jobs.chunks(AT_ONCE) {
            self.run(part, arguments)?;
        }
        let left: Vec<&Job> = jobs.iter().filter(|job| !job.is_done()).copied().collect();
        if jobs.len() == 1 {
            return Ok(());
        }
        let mut failures = 0;
        for job in left {
            self.run(&[job], arguments)?;
            failures = match job.is_done() {
                true => 0,
                false => failures + 1,
            };
            if failures == FAILURES {
                break;
            }
        }
        Ok(())
    }

    /// Calls LibreOffice once. What it made stays, also where it dies or takes too long.
    fn run(&self, jobs: &[&Job], arguments: &[String]) -> Result<(), Said> {
        let trouble = |e: io::Error| {
            let Said { zh, en } = crate::text::of_system(&e);
            said!(
                "LibreOffice无法启动：{zh}",
                "LibreOffice cannot be started: {en}"
            )
        };
        let mut command = self.command();
        command
            .arg(format!(
                "-env:UserInstallation={}",
                file_url(&self.path("profile"))
            ))
            .args([
                "--headless",
                "--norestore",
                "--nolockcheck",
                "--nodefault",
                "--nofirststartwizard",
            ])
            .args(arguments)
            .arg("--outdir")
            .arg(self.path("out"))
            .args(jobs.iter().map(|job| &job.from));
        let mut child = command.spawn().map_err(trouble)?;
        #[cfg(unix)]
        if let Ok(group) = i32::try_from(child.id()) {
            let mut at_work = AT_WORK.lock().unwrap_or_else(PoisonError::into_inner);
            at_work.push(group);
        }
        let end = Instant::now() + START + EACH * jobs.len() as u32;
        loop {
            match child.try_wait() {
                Ok(Some(_)) => break,
                Ok(None) if Instant::now() < end => std::thread::sleep(Duration::from_millis(50)),
                Ok(None) => break,
                Err(e) => {
                    stop(&mut child);
                    return Err(trouble(e));
                }
            }
        }
        // Also what it started and left behind.
        stop(&mut child);
        Ok(())
    }

    /// LibreOffice, with nothing of the world around it but what it needs to start.
    fn command(&self) -> Command {
        #[cfg(unix)]
        let mut command = {
            // A shell sets the bounds, where its system has them, and becomes LibreOffice.
            let mut command = Command::new("/bin/sh");
            let start = format!("{{ {LIMITS}; }} 2>/dev/null; umask 077; exec \"$0\" \"$@\"");
            command.arg("-c").arg(start).arg(&self.office);
            std::os::unix::process::CommandExt::process_group(&mut command, 0);
            command
        };
        #[cfg(not(unix))]
        let mut command = Command::new(&self.office);
        for name in ["TMPDIR", "TMP", "TEMP"] {
            command.env(name, self.path("tmp"));
        }
        #[cfg(unix)]
        command.env("HOME", self.path("home"));
        for name in ["http_proxy", "https_proxy", "ftp_proxy", "all_proxy"] {
            command.env(name, "http://127.0.0.1:9");
        }
        command
            .env_remove("no_proxy")
            .env_remove("NO_PROXY")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }
}

fn no_room(error: &io::Error) -> Said {
    let Said { zh, en } = crate::text::of_system(error);
    said!(
        "临时文件夹无法使用：{zh}",
        "the temporary folder cannot be used: {en}"
    )
}

/// The profile's settings, as LibreOffice keeps them.
fn settings() -> String {
    let item = |path: &str, name: &str, value: &str| {
        format!(
            "<item oor:path=\"/org.openoffice.{path}\"><prop oor:name=\"{name}\" oor:op=\"fuse\" oor:finalized=\"true\"><value>{value}</value></prop></item>"
        )
    };
    let office = SETTINGS.iter();
    let office = office.map(|(path, name, value)| item(&format!("Office.{path}"), name, value));
    let proxy = PROXY.iter();
    let proxy = proxy.map(|(name, value)| item("Inet/Settings", name, value));
    let items: String = office.chain(proxy).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><oor:items xmlns:oor=\"http://openoffice.org/2001/registry\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">{items}</oor:items>"
    )
}

/// Takes away what programs that were killed have left: a folder has the number of its process in
/// its name.
fn sweep(temporary: &Path) {
    let Ok(entries) = fs::read_dir(temporary) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let process = name
            .strip_prefix(BEGINS)
            .and_then(|rest| rest.split('-').next());
        let process = process.and_then(|number| number.parse::<i32>().ok());
        if process.is_some_and(|process| !is_alive(process)) {
            // One of somebody else cannot be taken away, and need not.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(unix)]
fn is_alive(process: i32) -> bool {
    let process = rustix::process::Pid::from_raw(process);
    process.is_none_or(|process| {
        !matches!(
            rustix::process::test_kill_process(process),
            Err(rustix::io::Errno::SRCH)
        )
    })
}

/// There the system empties the folder itself.
#[cfg(not(unix))]
fn is_alive(_: i32) -> bool {
    true
}

/// What is done where the program is interrupted.
#[cfg(unix)]
mod watch {
    use std::io;
    use std::path::Path;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::{Handle, Signals};
    use signal_hook::low_level::emulate_default_handler;

    /// As long as it lives, an interrupted program takes a folder away before it ends.
    #[derive(Debug)]
    pub(super) struct Watch(Handle);

    impl Watch {
        pub(super) fn over(folder: &Path) -> io::Result<Watch> {
            let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
            let handle = signals.handle();
            let folder = folder.to_owned();
            std::thread::spawn(move || {
                if let Some(signal) = signals.forever().next() {
                    super::stop_all();
                    let _ = std::fs::remove_dir_all(&folder);
                    let _ = emulate_default_handler(signal);
                }
            });
            Ok(Watch(handle))
        }
    }

    impl Drop for Watch {
        fn drop(&mut self) {
            self.0.close();
        }
    }
}

/// The groups of processes that are at work.
#[cfg(unix)]
static AT_WORK: Mutex<Vec<i32>> = Mutex::new(Vec::new());

/// Ends every LibreOffice that was started here.
#[cfg(unix)]
fn stop_all() {
    let groups = AT_WORK.lock().unwrap_or_else(PoisonError::into_inner);
    for group in groups.iter().filter_map(|group| Pid::from_raw(*group)) {
        let _ = kill_process_group(group, Signal::KILL);
    }
}

/// LibreOffice: on the path, or where its installer puts it, which is on no path on Windows and
/// macOS.
fn find_office() -> Option<PathBuf> {
    let names = match cfg!(windows) {
        true => ["soffice.com", "soffice.exe"],
        false => ["soffice", "libreoffice"],
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let programs = ["ProgramFiles", "ProgramFiles(x86)"]
        .into_iter()
        .filter_map(std::env::var_os)
        .map(|folder| Path::new(&folder).join("LibreOffice").join("program"));
    std::env::split_paths(&path)
        .chain(programs)
        .chain([PathBuf::from(
            "/Applications/LibreOffice.app/Contents/MacOS",
        )])
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|program| program.is_file())
}

/// A folder as LibreOffice wants it named: `file:///C:/Users/%E5%BC%A0`.
fn file_url(folder: &Path) -> String {
    let name = folder.to_string_lossy();
    let name = match cfg!(windows) {
        true => format!("/{}", name.replace('\\', "/")),
        false => name.into_owned(),
    };
    let mut url = String::from("file://");
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b':' | b'-' | b'_' | b'.' | b'~' => {
                url.push(char::from(byte));
            }
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

/// Ends LibreOffice with the processes that it started.
fn stop(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, Signal::KILL);
        let mut at_work = AT_WORK.lock().unwrap_or_else(PoisonError::into_inner);
        at_work.retain(|other| *other != group.as_raw_nonzero().get());
    }
    // There LibreOffice is a starter and the office itself, which has no group.
    #[cfg(windows)]
    {
        let id = child.id().to_string();
        let _ = Command::new("taskkill")
            .args(["/T", "/F", "/PID", &id])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_folder_of_any_name_is_named_as_a_url() {
        let folder = Path::new("/tmp/张 三#1");
        assert_eq!(file_url(folder), "file:///tmp/%E5%BC%A0%20%E4%B8%89%231");
    }

    #[cfg(windows)]
    #[test]
    fn a_folder_of_any_name_is_named_as_a_url() {
        let folder = Path::new("C:\\Users\\张 三");
        assert_eq!(file_url(folder), "file:///C:/Users/%E5%BC%A0%20%E4%B8%89");
    }
}
