//! What other pages, other names of this machine and hostile files try.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::{Open, PORT};

fn open() -> Open {
    Open::of(&["returned/体育部.docx"])
}

#[test]
fn only_the_first_address_lets_in_and_its_cookie_is_for_this_page_alone() {
    let open = open();
    let host = format!("127.0.0.1:{PORT}");
    let bare = |at: &str| {
        let request = Request::builder().uri(at).header(header::HOST, &host);
        open.send(request.body(Body::empty()).unwrap())
    };
    assert_eq!(bare("/").status, StatusCode::FORBIDDEN);
    assert_eq!(bare(&open.at("")).status, StatusCode::FORBIDDEN);
    assert_eq!(bare("/a/desk.js").status, StatusCode::FORBIDDEN);
    assert_eq!(bare("/?token=").status, StatusCode::FORBIDDEN);
    assert_eq!(bare("/?token=0123").status, StatusCode::FORBIDDEN);
    let address = open.desk.address();
    let (_, first) = address.split_once(&host).unwrap();
    let let_in = bare(first);
    assert_eq!(let_in.status, StatusCode::SEE_OTHER);
    let cookie = let_in.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    // The password does not stay in the address.
    assert!(
        !let_in.headers[header::LOCATION]
            .to_str()
            .unwrap()
            .contains("token")
    );
    assert_eq!(open.get(&open.at("")).status, StatusCode::OK);
}

#[test]
fn another_name_for_this_machine_is_refused() {
    let open = open();
    for host in [
        "evil.example:4711",
        "127.0.0.1",
        "127.0.0.1:80",
        "localhost.evil:4711",
        "",
    ] {
        let request = Request::builder()
            .uri(open.at(""))
            .header(header::HOST, host);
        let request = request.header(header::COOKIE, open.cookie());
        let answer = open.send(request.body(Body::empty()).unwrap());
        assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
}

#[test]
fn another_page_can_neither_post_nor_read() {
    let open = open();
    let gone = open.at("/gone");
    for origin in [
        "http://evil.example",
        "null",
        "http://127.0.0.1:4712",
        "https://127.0.0.1:4711",
    ] {
        for (method, at) in [("POST", &gone), ("GET", &open.at(""))] {
            let request = Request::builder().method(method).uri(at);
            let request = request.header(header::HOST, format!("127.0.0.1:{PORT}"));
            let request = request.header(header::COOKIE, open.cookie());
            let request = request.header(header::ORIGIN, origin);
            let answer = open.send(request.body(Body::empty()).unwrap());
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {origin}");
        }
    }
    // A post that names no origin is no page's of ours.
    let request = Request::builder().method("POST").uri(&gone);
    let request = request.header(header::HOST, format!("127.0.0.1:{PORT}"));
    let request = request.header(header::COOKIE, open.cookie());
    let answer = open.send(request.body(Body::empty()).unwrap());
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    // A link or a frame of another site.
    let request = open
        .request("GET", &open.at(""))
        .header("sec-fetch-site", "cross-site");
    let answer = open.send(request.body(Body::empty()).unwrap());
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[test]
fn every_answer_says_what_it_may_do() {
    let open = open();
    for at in [
        "/",
        &open.at(""),
        &open.at("/out"),
        "/nowhere",
        "/a/desk.css",
    ] {
        let answer = open.get(at);
        let policy = answer.headers[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{at}: {policy}");
        assert!(!policy.contains("unsafe"), "{at}: {policy}");
        assert_eq!(
            answer.headers[header::X_CONTENT_TYPE_OPTIONS],
            "nosniff",
            "{at}"
        );
        assert_eq!(answer.headers[header::X_FRAME_OPTIONS], "DENY", "{at}");
    }
}

#[test]
fn names_of_files_are_no_paths() {
    let open = open();
    let form = std::fs::read("samples/returned/外国语学院.docx").unwrap();
    let outside = open.folder.parent().unwrap().to_owned();
    for name in [
        "../../../out.docx",
        "..\\..\\out.docx",
        "/etc/out.docx",
        "C:\\Windows\\out.docx",
        "a/../../out.docx",
        "....//out.docx",
    ] {
        let answer = open.upload(name, form.clone());
        assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.text);
    }
    let beside: Vec<String> = std::fs::read_dir(&outside)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with("收回"))
        .collect();
    assert_eq!(beside, Vec::<String>::new());
    assert!(!std::path::Path::new("/etc/out.docx").exists());
    assert!(open.folder.join("out.docx").exists());
}

#[cfg(unix)]
#[test]
fn a_link_in_the_folder_leads_nowhere() {
    let open = open();
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), open.folder.join("link")).unwrap();
    let answer = open.upload("link/out.docx", b"PK".to_vec());
    assert_eq!(answer.status, StatusCode::INSUFFICIENT_STORAGE);
    assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn what_is_too_large_or_no_form_is_not_taken() {
    let open = open();
    let large = open.upload("大.docx", vec![0; (128 << 20) + 1]);
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.text.contains("大于 128 MB"), "{}", large.text);
    for name in ["说明.exe", "宏.vbs", ".bashrc", "~$调查表.docx", "", ".."] {
        let answer = open.upload(name, b"x".to_vec());
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
    let files = std::fs::read_dir(&open.folder).unwrap().count();
    assert_eq!(files, 1);
}

/// A form whose every answer is markup: none of it gets into a page as such.
#[test]
fn nothing_of_a_form_becomes_markup() {
    const EVIL: &str =
        "<img src=x onerror=alert(1)><script>alert(2)</script>\"'&quot;</textarea>{{7*7}}";
    let open = open();
    let form = markup(EVIL);
    std::fs::write(open.folder.join("<b onclick=x>注入.docx"), &form).unwrap();
    let survey = open.desk.open(&open.folder).unwrap();
    survey.wake();
    let begun = std::time::Instant::now();
    while survey.now().standing.units.len() < 2 {
        assert!(begun.elapsed().as_secs() < 60);
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let state = survey.now();
    let unit = state
        .standing
        .units
        .iter()
        .find(|u| u.submission.source.file.contains("注入"));
    let unit = unit.unwrap().id.clone();
    let mut pages = vec![
        open.at(""),
        open.at("/files"),
        open.at("/findings?severity=info"),
        open.at("/findings"),
        open.at("/decide"),
        open.at("/back"),
        open.at("/out/letter"),
        open.at(&format!("/u/{unit}")),
        open.at(&format!("/u/{unit}/paper/0")),
        open.at(&format!("/u/{unit}/edit?path=%2Funit%2Fcontact")),
    ];
    pages.push("/?at=%3Cscript%3Ealert(3)%3C%2Fscript%3E".to_owned());
    let mut met = 0;
    for at in pages {
        let answer = open.get(&at);
        assert_eq!(answer.status, StatusCode::OK, "{at}: {}", answer.text);
        let text = answer.text.to_lowercase();
        for evil in [
            "<img src=x",
            "<script>alert",
            "<b onclick",
            "</textarea>{{",
            "onerror=alert(1)>",
        ] {
            assert!(!text.contains(evil), "{at} has {evil}");
        }
        met += usize::from(text.contains("alert(2)"));
    }
    assert!(
        met >= 4,
        "the markup was to be seen as text on {met} pages only"
    );
}

/// The sample with every answer of its cover replaced.
fn markup(evil: &str) -> Vec<u8> {
    use std::io::{Cursor, Read as _, Write as _};
    let bytes = std::fs::read("samples/returned/外国语学院.docx").unwrap();
    let evil: String = evil
        .chars()
        .map(|c| match c {
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '&' => "&amp;".to_owned(),
            c => c.to_string(),
        })
        .collect();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..zip.len() {
        let mut entry = zip.by_index(i).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if name == "word/document.xml" {
            let text = String::from_utf8(content).unwrap();
            let changed = text.replace("罗听雨", &evil).replace("外国语学院", &evil);
            assert_ne!(text, changed);
            content = changed.into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}
