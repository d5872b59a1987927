//! Who may speak to the desk: the browser that this program opened, and no page but its own.
//!
//! The desk listens on this machine alone, but other pages in the same browser, and names that an
//! attacker has lead here, reach it too. So every request must name this address as its host, come
//! from a page of this address, and carry the cookie that the first address was exchanged for.

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

use super::Desk;
use super::pages::error;
use crate::said;
use crate::text::lang::Said;

/// What the pages may load: what this program serves, and nothing else; nothing in a page runs but
/// its own script.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (header::CACHE_CONTROL, "no-store"),
];

/// A secret of this run, in the first address and in the cookie.
#[derive(Clone, Debug)]
pub struct Token(String);

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// Where the system has no randomness to give.
    pub fn new() -> Result<Token, getrandom::Error> {
        let mut bytes = [0; 24];
        getrandom::fill(&mut bytes)?;
        Ok(Token(crate::survey::returns::hex(&bytes)))
    }

    /// In letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same token; how long it takes to say so tells nothing.
    fn is(&self, other: &str) -> bool {
        let (a, b) = (self.0.as_bytes(), other.as_bytes());
        a.len() == b.len() && a.iter().zip(b).fold(0, |all, (a, b)| all | (a ^ b)) == 0
    }
}

/// Lets pass what comes from the desk's own pages, and says what each answer may do.
pub(super) async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let lang = super::pages::lang_of(request.headers(), desk.lang);
    let mut response = match admitted(&desk, &request) {
        Ok(Admitted::In) => next.run(request).await,
        Ok(Admitted::Comes(to)) => {
            let cookie = format!(
                "{}={}; HttpOnly; SameSite=Strict; Path=/",
                desk.cookie(),
                desk.token.as_str()
            );
            let headers = [(header::SET_COOKIE, cookie), (header::LOCATION, to)];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Err((status, why)) => error::page(status, &why, lang),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// What becomes of a request.
enum Admitted {
    /// It is answered.
    In,
    /// It brings the token, and gets the cookie for it.
    Comes(String),
}

type Turned = (StatusCode, Said);

fn admitted(desk: &Desk, request: &Request) -> Result<Admitted, Turned> {
    let headers = request.headers();
    let one = |name: HeaderName| {
        let mut all = headers.get_all(name).iter();
        match (all.next(), all.next()) {
            (Some(value), None) => value.to_str().ok(),
            _ => None,
        }
    };
    let host = one(header::HOST).filter(|host| desk.hosts().any(|own| own == *host));
    if host.is_none() {
        let why = said!(
            "这个地址不是本程序的地址；请用程序启动时打开的窗口",
            "this is not the desk's own address: use the window that the program opened"
        );
        return Err((StatusCode::MISDIRECTED_REQUEST, why));
    }
    let foreign = || {
        let why = said!(
            "请求来自别的网页，已拒绝",
            "the request comes from another page and was refused"
        );
        (StatusCode::FORBIDDEN, why)
    };
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    match headers.contains_key(header::ORIGIN) {
        true => {
            let origin = one(header::ORIGIN).and_then(|o| o.strip_prefix("http://"));
            if origin.is_none_or(|origin| Some(origin) != host) {
                return Err(foreign());
            }
        }
        // Every browser names the origin of what a page sends.
        false if !reads => return Err(foreign()),
        false => {}
    }
    let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
    let is_token = request.uri().path() == "/" && query(request, "token").is_some();
    if !is_token && !matches!(site, None | Some(b"same-origin" | b"none")) {
        return Err(foreign());
    }
    if is_token && reads {
        let brought = query(request, "token").unwrap_or_default();
        if desk.token.is(brought) {
            return Ok(Admitted::Comes(desk.first_page()));
        }
    }
    if cookie(headers, &desk.cookie()).is_some_and(|brought| desk.token.is(brought)) {
        return Ok(Admitted::In);
    }
    let why = said!(
        "请用程序启动时给出的完整地址打开（其中有口令），或重新启动汇表",
        "open the whole address that the program gave when it started (it holds a password), or start huibiao again"
    );
    Err((StatusCode::FORBIDDEN, why))
}

/// A value of the address.
fn query<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    let pairs = request.uri().query()?.split('&');
    let mut pairs = pairs.filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// A cookie by its name.
pub(super) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).iter();
    let pairs = all
        .filter_map(|c| c.to_str().ok())
        .flat_map(|c| c.split(';'));
    let mut pairs = pairs.filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}
