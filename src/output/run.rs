//! The run that a temporary file is of: told by its name, so that what a killed run left behind goes
//! with the next.

use std::time::{Duration, SystemTime};

/// How files that are not whole yet are called.
const BEGINS: &str = ".huibiao-";
pub(super) const ENDS: &str = ".tmp";
/// Where nobody can tell whether a run goes on: none does for longer.
const LONGEST_RUN: Duration = Duration::from_secs(24 * 60 * 60);

/// How the temporary files of this run begin: with its machine and its number there.
pub(super) fn prefix() -> String {
    format!("{BEGINS}{}-{}-", machine(), std::process::id())
}

/// The file is a temporary one of a run that is over.
pub(super) fn is_left_over(name: &str, changed: Option<SystemTime>) -> bool {
    let Some(rest) = name.strip_prefix(BEGINS).filter(|_| name.ends_with(ENDS)) else {
        return false;
    };
    let mut parts = rest.splitn(3, '-');
    let run = parts
        .next()
        .zip(parts.next().and_then(|p| p.parse::<u32>().ok()));
    match run {
        Some((of, process)) if of == machine() && is_over(process) => true,
        _ => changed
            .and_then(|c| c.elapsed().ok())
            .is_some_and(|age| age > LONGEST_RUN),
    }
}

/// A machine by its name, short: a folder may be shared by several.
#[cfg(unix)]
fn machine() -> String {
    let name = rustix::system::uname();
    let hash = crate::given::short_hash(name.nodename().to_bytes());
    crate::survey::returns::hex(&hash[..4])
}

#[cfg(not(unix))]
fn machine() -> String {
    String::new()
}

#[cfg(unix)]
fn is_over(process: u32) -> bool {
    let process = i32::try_from(process).ok();
    let Some(process) = process.and_then(rustix::process::Pid::from_raw) else {
        return false;
    };
    matches!(
        rustix::process::test_kill_process(process),
        Err(rustix::io::Errno::SRCH)
    )
}

/// Without a way to ask, its age tells.
#[cfg(not(unix))]
fn is_over(_: u32) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_this_run_writes_is_not_left_over_and_what_a_killed_one_wrote_is() {
        let now = Some(SystemTime::now());
        let own = format!("{}x1{ENDS}", prefix());
        assert!(!is_left_over(&own, now));
        assert!(!is_left_over("报告.tmp", Some(SystemTime::UNIX_EPOCH)));
        assert!(is_left_over(
            ".huibiao-x1.tmp",
            Some(SystemTime::UNIX_EPOCH)
        ));
        assert!(!is_left_over(".huibiao-x1.tmp", now));
    }

    #[cfg(unix)]
    #[test]
    fn a_run_that_is_over_is_known_at_once() {
        let mut run = std::process::Command::new("true").spawn().unwrap();
        let process = run.id();
        run.wait().unwrap();
        let name = format!(".huibiao-{}-{process}-x1{ENDS}", machine());
        assert!(is_left_over(&name, Some(SystemTime::now())));
        let elsewhere = format!(".huibiao-00000000-{process}-x1{ENDS}");
        assert!(!is_left_over(&elsewhere, Some(SystemTime::now())));
    }
}
