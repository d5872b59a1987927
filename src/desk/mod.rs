//! The desk: the office's own window, a local web application in this program.
//!
//! It listens on this machine alone and opens the browser at an address with a password. A survey
//! is a folder of returned files and one survey file beside it ([`survey`]); what the office does
//! is noted there before it is shown as done ([`acts`]), and what counts comes of the files and of
//! that journal alone ([`standing`]). Reading, choosing, correcting and writing are the library's:
//! the command line does the same with the same files.

pub mod acts;
mod assets;
mod earlier;
mod editions;
mod exports;
mod figures;
mod guard;
mod in_templates;
mod leave_out;
mod left_out;
mod lists;
pub mod missing;
mod pages;
mod progress;
mod recent;
pub mod rolled_up;
mod send_back;
mod settings;
pub mod standing;
pub mod survey;
mod tour;
mod watch;

use std::collections::HashMap;
use std::io::{self, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::mapping::Bundle;
use crate::said;
use crate::text::Worded;
use crate::text::lang::{Lang, Said};

pub use editions::Editions;
pub use guard::Token;
use recent::Recent;
use survey::Survey;

/// How long the last answers may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// What the desk is started with.
#[derive(Debug)]
pub struct Options {
    /// The folder of returned files; without one the first page asks for it.
    pub folder: Option<PathBuf>,
    /// The port; any free one without.
    pub port: Option<u16>,
    /// The browser is opened.
    pub browser: bool,
    /// The language to begin in.
    pub lang: Lang,
    /// The editions to read with.
    pub bundles: Vec<Bundle>,
}

/// Why the desk cannot be opened.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.en)]
pub struct DeskError(pub Said);

impl Worded for DeskError {
    fn said(&self) -> Said {
        self.0.clone()
    }
}

/// The desk: what all its pages share.
#[derive(Debug)]
pub struct Desk {
    pub(crate) token: Token,
    port: u16,
    pub(crate) lang: Lang,
    pub(crate) editions: &'static Editions,
    surveys: Mutex<HashMap<String, Arc<Survey>>>,
    /// The survey that was named at the start.
    first: Option<String>,
    pub(crate) recent: Recent,
    quit: Notify,
}

impl Desk {
    /// A desk at a port, with the survey that is to be open.
    ///
    /// # Errors
    /// Where the editions or the folder cannot be used.
    pub fn new(options: &Options, port: u16) -> Result<Desk, DeskError> {
        let editions = Editions::ready(options.bundles.clone()).map_err(DeskError)?;
        let token = Token::new().map_err(|e| {
            DeskError(said!(
                "系统给不出随机数",
                "the system has no randomness: {e}"
            ))
        })?;
        let mut desk = Desk {
            token,
            port,
            lang: options.lang,
            editions,
            surveys: Mutex::default(),
            first: None,
            recent: Recent::of_this_user(),
            quit: Notify::new(),
        };
        if let Some(folder) = &options.folder {
            desk.first = Some(desk.open(folder).map_err(DeskError)?.id.clone());
        }
        Ok(desk)
    }

    /// The address to open, password included.
    pub fn address(&self) -> String {
        format!(
            "http://127.0.0.1:{}/?token={}",
            self.port,
            self.token.as_str()
        )
    }

    /// What the desk is called in requests.
    fn hosts(&self) -> impl Iterator<Item = String> {
        let port = self.port;
        let names = ["127.0.0.1", "localhost", "[::1]"].into_iter();
        names.map(move |name| format!("{name}:{port}"))
    }

    /// Cookies are shared by all ports of a machine: two desks have two.
    fn cookie(&self) -> String {
        format!("huibiao-{}", self.port)
    }

    fn first_page(&self) -> String {
        match &self.first {
            Some(id) => format!("/s/{id}"),
            None => "/".to_owned(),
        }
    }

    /// Opens the survey of a folder, or finds it open.
    ///
    /// # Errors
    /// As [`Survey::open`].
    pub fn open(&self, folder: &Path) -> Result<Arc<Survey>, Said> {
        let mut surveys = self.surveys.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |s: &&Arc<Survey>| {
            s.folder == folder || folder.canonicalize().is_ok_and(|f| f == s.folder)
        };
        if let Some(survey) = surveys.values().find(same) {
            return Ok(Arc::clone(survey));
        }
        let survey = Survey::open(folder, self.editions)?;
        self.recent.note(&survey.folder);
        let known = surveys.entry(survey.id.clone()).or_insert(survey);
        Ok(Arc::clone(known))
    }

    /// An open survey, by what addresses call it.
    pub fn survey(&self, id: &str) -> Option<Arc<Survey>> {
        let surveys = self.surveys.lock().unwrap_or_else(PoisonError::into_inner);
        surveys.get(id).cloned()
    }

    pub(crate) fn quit(&self) {
        self.quit.notify_one();
    }
}

/// The desk's pages.
pub fn router(desk: Arc<Desk>) -> Router {
    let guard = axum::middleware::from_fn_with_state(Arc::clone(&desk), guard::guard);
    pages::routes().layer(guard).with_state(desk)
}

/// Opens the desk, and keeps it open until it is told to end. Its address is the first line on
/// standard output.
///
/// # Errors
/// Where it cannot be opened: a port in use, a folder that is none, a survey file that is not this
/// program's.
pub fn run(options: &Options) -> Result<(), DeskError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build();
    let runtime = runtime.map_err(|e| {
        let Said { zh, en } = crate::text::of_system(&e);
        DeskError(said!(
            "程序无法启动：{zh}",
            "the program cannot be started: {en}"
        ))
    })?;
    runtime.block_on(serve(options))
}

async fn serve(options: &Options) -> Result<(), DeskError> {
    let at = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port.unwrap_or(0)));
    let listener = TcpListener::bind(at)
        .await
        .map_err(|e| taken(&e, at.port()))?;
    let port = listener.local_addr().map_or(at.port(), |a| a.port());
    let desk = Arc::new(Desk::new(options, port)?);
    let address = desk.address();
    // Whoever started the program may have closed its output: the browser is opened all the same.
    let _ = writeln!(io::stdout(), "{address}").and_then(|()| io::stdout().flush());
    if options.browser && open::that_detached(&address).is_err() {
        let said = said!(
            "没能打开浏览器；请把上面的地址粘贴到浏览器里",
            "the browser could not be opened: paste the address above into one"
        );
        let _ = writeln!(io::stderr(), "huibiao: {}", said.get(options.lang));
    }
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let served = axum::serve(listener, router(Arc::clone(&desk)));
    let served = served.with_graceful_shutdown(async {
        let _ = stopped.await;
    });
    let served = tokio::spawn(served.into_future());
    end(&desk).await;
    // What is being answered is answered; a page that only keeps its line open waits for nothing.
    let _ = stop.send(());
    let _ = tokio::time::timeout(PATIENCE, served).await;
    Ok(())
}

fn taken(error: &io::Error, port: u16) -> DeskError {
    DeskError(match error.kind() {
        io::ErrorKind::AddrInUse => said!(
            "端口 {port} 已被占用：汇表可能已经打开（请看浏览器），或被别的程序用着。换一个 --port，或不写 --port，由系统选一个空的",
            "port {port} is in use: the desk may be open already (look at the browser), or another program has it. Give another --port, or none, and a free one is chosen"
        ),
        io::ErrorKind::PermissionDenied => said!(
            "没有权限用端口 {port}；请用 1024 以上的，或不写 --port",
            "port {port} is not permitted: take one above 1024, or give no --port"
        ),
        _ => {
            let Said { zh, en } = crate::text::of_system(error);
            said!(
                "端口 {port} 不能用：{zh}",
                "port {port} cannot be used: {en}"
            )
        }
    })
}

/// Waits for Ctrl-C, `TERM`, or for the page that ends the program.
async fn end(desk: &Desk) {
    let interrupted = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
        () = desk.quit.notified() => {}
    }
}
