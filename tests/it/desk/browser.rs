//! A desk that runs as a program of its own, and a real browser that looks at it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::programs::{chromedriver, chromium};

/// How long a page may take to become what is waited for; a machine that tests is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program, with its address.
pub struct Program {
    child: Child,
    pub address: String,
}

impl Program {
    /// Opens the desk over a folder.
    pub fn open(folder: &Path, home: &Path) -> Program {
        let mut child = Command::new(env!("CARGO_BIN_EXE_huibiao"))
            .args(["--lang", "zh", "desk", "--no-browser"])
            .arg(folder)
            .env("HOME", home)
            .env("USER", "王芳")
            .env_remove("USERNAME")
            .env_remove("XDG_CONFIG_HOME")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut address = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut address).unwrap();
        let address = address.trim().to_owned();
        assert!(address.starts_with("http://127.0.0.1:"), "{address}");
        Program { child, address }
    }

    fn host(&self) -> &str {
        let rest = self.address.strip_prefix("http://").unwrap();
        rest.split_once('/').unwrap().0
    }

    /// A page's whole address.
    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.host())
    }

    /// The bytes of a download.
    pub fn download(&self, path: &str) -> Vec<u8> {
        let (host, token) = (self.host(), self.address.split_once("token=").unwrap().1);
        let port = host.rsplit(':').next().unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: huibiao-{port}={token}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let head = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap() + 4;
        let status = String::from_utf8_lossy(&answer[..head]).into_owned();
        assert!(status.starts_with("HTTP/1.1 200"), "{path}: {status}");
        answer.split_off(head)
    }

    /// Ends it as a power cut does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The driver of the browser.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A browser.
pub struct Browser {
    pub client: Client,
    _driver: Driver,
}

impl Browser {
    /// Starts Chromium, of a laptop's size.
    pub async fn start() -> Browser {
        let mut child = Command::new(chromedriver())
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let driver = Driver(child);
        // `ChromeDriver was started successfully on port 37129.`
        let mut lines = out.lines().map(|l| l.unwrap());
        let port = lines
            .find_map(|l| {
                let (_, port) = l.split_once("successfully on port ")?;
                Some(port.trim_end_matches('.').to_owned())
            })
            .expect("chromedriver did not start");
        let options = json!({
            "binary": chromium(),
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--no-first-run", "--window-size=1366,768",
            ],
        });
        let mut wanted = serde_json::Map::new();
        wanted.insert("goog:chromeOptions".to_owned(), options);
        wanted.insert("goog:loggingPrefs".to_owned(), json!({"browser": "ALL"}));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap();
        Browser {
            client,
            _driver: driver,
        }
    }

    pub async fn go(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    pub async fn js(&self, script: &str, args: Vec<Value>) -> Value {
        self.client.execute(script, args).await.unwrap()
    }

    /// Waits until an expression of the page is true.
    #[track_caller]
    pub fn until<'b>(&'b self, what: &'b str) -> impl Future<Output = ()> + 'b {
        let caller = std::panic::Location::caller();
        async move {
            let begun = std::time::Instant::now();
            loop {
                let script = format!("return Boolean({what})");
                // A page that is being left answers nothing.
                if self
                    .client
                    .execute(&script, Vec::new())
                    .await
                    .is_ok_and(|v| v == true)
                {
                    return;
                }
                if begun.elapsed() > PATIENCE {
                    let page = self.js("return document.body.innerText", Vec::new()).await;
                    panic!("{caller}: it did not come: {what}\n{page}");
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }

    /// Types into whatever has the focus.
    pub async fn keys(&self, text: &str) {
        let active = self.client.active_element().await.unwrap();
        active.send_keys(text).await.unwrap();
    }

    pub async fn enter(&self) {
        self.keys(&char::from(Key::Enter).to_string()).await;
    }

    pub async fn click(&self, selector: &str) {
        let found = self.client.find(Locator::Css(selector)).await;
        found
            .unwrap_or_else(|e| panic!("{selector}: {e}"))
            .click()
            .await
            .unwrap();
    }

    /// Puts files into an input for files.
    pub async fn choose(&self, selector: &str, files: &[&Path]) {
        let names: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
        let input = self.client.find(Locator::Css(selector)).await.unwrap();
        input.send_keys(&names.join("\n")).await.unwrap();
    }

    /// The page as an assistive program meets it, held against WCAG by axe-core: nothing serious
    /// may be found.
    pub async fn accessible(&self, what: &str) {
        const AXE: &str = include_str!("../../axe/axe.min.js");
        self.js(AXE, Vec::new()).await;
        let script = "const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'] }).then(r => done(r.violations
                .filter(v => v.impact === 'serious' || v.impact === 'critical')
                .map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' +
                    (n.any[0]?.message || n.failureSummary)).join(' | '))), e => done([String(e)]));";
        let found = self.client.execute_async(script, Vec::new()).await.unwrap();
        assert_eq!(found, json!([]), "{what}");
    }

    /// Light or dark, as the system says.
    pub async fn scheme(&self, dark: bool) {
        // The driver's own command: WebDriver has none for it.
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.client
            .issue_cmd(Cdp(
                "Emulation.setEmulatedMedia",
                json!({ "features": features }),
            ))
            .await
            .unwrap();
    }
}

/// A command of Chromium's own protocol.
#[derive(Debug)]
struct Cdp(&'static str, Value);

impl fantoccini::wd::WebDriverCompatibleCommand for Cdp {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({ "cmd": self.0, "params": self.1 });
        (http::Method::POST, Some(body.to_string()))
    }
}
