//! The desk: its pages as requests see them, and in a browser.

mod attacks;
mod browser;
mod exports;
mod figures;
mod round;
mod slips;
mod survey;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use huibiao::Lang;
use huibiao::desk::{Desk, Options, router};
use huibiao::mapping::bundled;
use tower::ServiceExt as _;

/// The port that requests name; nobody listens there.
const PORT: u16 = 4711;

/// A desk with a survey's folder of its own, asked without a network.
struct Open {
    _dir: tempfile::TempDir,
    folder: PathBuf,
    desk: Arc<Desk>,
    router: Router,
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    text: String,
    bytes: Vec<u8>,
}

fn options(folder: &Path) -> Options {
    Options {
        folder: Some(folder.to_owned()),
        port: None,
        browser: false,
        lang: Lang::Zh,
        bundles: vec![bundled("hz-2025").unwrap()],
    }
}

impl Open {
    /// A desk over these files of the samples.
    fn of(files: &[&str]) -> Open {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("收回");
        std::fs::create_dir(&folder).unwrap();
        for file in files {
            let base = Path::new(file).file_name().unwrap();
            std::fs::copy(Path::new("samples").join(file), folder.join(base)).unwrap();
        }
        let folder = folder.canonicalize().unwrap();
        let open = Open::again(dir, folder);
        open.wait();
        open
    }

    fn again(dir: tempfile::TempDir, folder: PathBuf) -> Open {
        let desk = Arc::new(Desk::new(&options(&folder), PORT).unwrap());
        Open {
            router: router(Arc::clone(&desk)),
            desk,
            folder,
            _dir: dir,
        }
    }

    fn id(&self) -> String {
        self.desk.open(&self.folder).unwrap().id.clone()
    }

    /// Waits until the folder was read.
    fn wait(&self) {
        let survey = self.desk.open(&self.folder).unwrap();
        let begun = Instant::now();
        while survey.now().reading.is_none() {
            assert!(begun.elapsed() < Duration::from_secs(120), "not read");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The address of a page of the survey.
    fn at(&self, rest: &str) -> String {
        format!("/s/{}{rest}", self.id())
    }

    fn cookie(&self) -> String {
        let token = self.desk.address();
        let token = token.split_once("token=").unwrap().1.to_owned();
        format!("huibiao-{PORT}={token}")
    }

    fn request(&self, method: &str, at: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(at);
        let request = request.header(header::HOST, format!("127.0.0.1:{PORT}"));
        let request = request.header(header::COOKIE, self.cookie());
        match method {
            "GET" => request,
            _ => request.header(header::ORIGIN, format!("http://127.0.0.1:{PORT}")),
        }
    }

    fn send(&self, request: Request<Body>) -> Answer {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let answer = self.router.clone().oneshot(request).await.unwrap();
            let (status, headers) = (answer.status(), answer.headers().clone());
            let body = axum::body::to_bytes(answer.into_body(), usize::MAX);
            let bytes = body.await.unwrap().to_vec();
            Answer {
                status,
                headers,
                text: String::from_utf8_lossy(&bytes).into_owned(),
                bytes,
            }
        })
    }

    fn get(&self, at: &str) -> Answer {
        self.send(self.request("GET", at).body(Body::empty()).unwrap())
    }

    /// Sends a form.
    fn post(&self, at: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> = (fields.iter())
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let request = self
            .request("POST", at)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(pairs.join("&"))).unwrap())
    }

    /// Sends a file.
    fn upload(&self, name: &str, bytes: Vec<u8>) -> Answer {
        let at = self.at(&format!("/upload?name={}", encoded(name)));
        self.send(self.request("POST", &at).body(Body::from(bytes)).unwrap())
    }

    /// The address of a unit's page.
    fn unit(&self, name: &str) -> String {
        let survey = self.desk.open(&self.folder).unwrap();
        let state = survey.state().unwrap();
        let unit = state.standing.units.iter().find(|u| u.name == name);
        let unit = unit.unwrap_or_else(|| panic!("no unit {name}"));
        self.at(&format!("/u/{}", unit.id))
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(b).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}
