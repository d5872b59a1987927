use std::time::Duration;

use super::*;
use crate::text::Worded as _;

#[test]
fn what_was_there_stays_until_the_new_file_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("数据/a.txt");
    let write = |text: &str| {
        let mut file = NewFile::create(&place).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    };
    write("一").complete().unwrap().persist().unwrap();
    drop(write("二"));
    drop(write("三").complete().unwrap());
    assert_eq!(fs::read_to_string(&place).unwrap(), "一");
    write("四").complete().unwrap().persist().unwrap();
    assert_eq!(fs::read_to_string(&place).unwrap(), "四");
    // The file, and the list of what was written to the folder.
    assert_eq!(fs::read_dir(place.parent().unwrap()).unwrap().count(), 2);
}

#[cfg(unix)]
#[test]
fn others_may_read_it_as_any_new_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let usual = folder.path().join("usual");
    fs::write(&usual, "").unwrap();
    let place = folder.path().join("a.txt");
    NewFile::create(&place)
        .unwrap()
        .complete()
        .unwrap()
        .persist()
        .unwrap();
    let mode = |path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&place), mode(&usual));
}

#[test]
fn what_a_killed_run_left_is_swept_away_after_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let make = |name: &str, hours: u64| {
        let file = fs::File::create(folder.path().join(name)).unwrap();
        let time = std::time::SystemTime::now() - Duration::from_secs(hours * 3600);
        file.set_modified(time).unwrap();
    };
    make(".huibiao-old.tmp", 25);
    make(".huibiao-now.tmp", 1);
    make("data.tmp", 25);
    sweep(folder.path());
    let left = fs::read_dir(folder.path()).unwrap();
    let mut left: Vec<_> = left.map(|e| e.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, [".huibiao-now.tmp", "data.tmp"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    let error = write_whole(Path::new("/dev/full"), |f| f.write_all(b"x")).unwrap_err();
    assert!(error.said().en.contains("disk is full"), "{error}");
    write_whole(Path::new("/dev/null"), |f| f.write_all(b"x")).unwrap();
    assert!(is_device(Path::new("/dev/full")) && is_device(Path::new("/dev/null")));
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a");
    fs::write(&file, "").unwrap();
    let error = NewFile::create(&file.join("b/c.txt")).unwrap_err();
    assert!(error.said().zh.contains("b"), "{}", error.said().zh);
}
