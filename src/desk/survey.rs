//! A survey that is open: its folder, its journal, and what was read.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use std::time::Duration;

use super::acts::{Act, Acts};
use super::editions::Editions;
use super::missing::{self, Missing};
use super::progress::Count;
use super::settings::{ROSTER, Settings};
use super::standing::{CORRECTIONS, DECISIONS, Reading, Settled, Standing};
use super::watch::Watch;
use crate::batch::{SURVEY, Stage, gather};
use crate::read::sha256;
use crate::said;
use crate::store::{Journal, OfficeFile, Setting, StoreError};
use crate::survey::returns::Receipt;
use crate::text::Worded as _;
use crate::text::lang::Said;

/// A mail program saves several attachments one after another: the folder is read when nothing has
/// come for so long.
const QUIET: Duration = Duration::from_millis(700);
/// A folder that is not there is looked for so often.
const AGAIN: Duration = Duration::from_secs(3);

/// A survey that is open.
#[derive(Debug)]
pub struct Survey {
    /// By what it is known in addresses.
    pub id: String,
    /// The folder of returned files.
    pub folder: PathBuf,
    /// How far the reading has come.
    pub progress: Arc<Count>,
    pub(super) editions: &'static Editions,
    pub(super) journal: Journal,
    state: RwLock<Arc<State>>,
    /// One act after another.
    acting: Mutex<()>,
    wake: Mutex<Sender<()>>,
}

/// A survey as it stands: nothing of it changes, a later one takes its place.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Grows with every change: by it a page sees that it is old.
    pub revision: u64,
    /// What the office did.
    pub acts: Acts,
    /// What it has set.
    pub settings: Settings,
    /// What was read; none before the first reading is through.
    pub reading: Option<Arc<Reading>>,
    /// What comes of both.
    pub standing: Arc<Standing>,
    /// What was there and is no longer.
    pub missing: Vec<Missing>,
    /// Why the folder cannot be read.
    pub trouble: Option<Said>,
}

/// Why something was not done.
#[derive(Clone, Debug)]
pub enum Refused {
    /// What it was about is no longer so.
    Changed(Said),
    /// It cannot be.
    Wrong(Said),
    /// It could not be written down.
    Store(Said),
}

impl From<StoreError> for Refused {
    fn from(e: StoreError) -> Refused {
        Refused::Store(e.said())
    }
}

impl Survey {
    /// The survey file of a folder: beside it, called like it.
    pub fn file_of(folder: &Path) -> PathBuf {
        let mut name = folder.file_name().unwrap_or_default().to_owned();
        name.push(".");
        name.push(SURVEY);
        folder.with_file_name(name)
    }

    /// Opens the survey of a folder, and begins to read it.
    ///
    /// # Errors
    /// Where the folder is none, or its survey file cannot be used.
    pub fn open(folder: &Path, editions: &'static Editions) -> Result<Arc<Survey>, Said> {
        let whole = folder.canonicalize().map_err(|e| {
            let (why, shown) = (crate::text::of_system(&e), folder.display());
            let Said { zh, en } = why;
            said!(
                "打不开文件夹 {shown}：{zh}",
                "the folder {shown} cannot be opened: {en}"
            )
        })?;
        let folder = without_prefix(whole);
        if !folder.is_dir() || folder.file_name().is_none() {
            let shown = folder.display();
            return Err(said!("{shown} 不是文件夹", "{shown} is no folder"));
        }
        let file = Survey::file_of(&folder);
        // Nothing is in it, and something was: what was done is not begun anew without a word.
        if file.metadata().is_ok_and(|m| m.is_file() && m.len() == 0) {
            let shown = file.display();
            return Err(said!(
                "调查文件 {shown} 是空的（0 字节）：可能没有复制完，或网盘没有下载。请换回备份；确实没有做过处理的，删掉它再打开",
                "the survey's file {shown} is empty (0 bytes): it was not copied whole, or a cloud did not bring it. Put back a copy; where nothing was done yet, delete it and open the folder again"
            ));
        }
        let journal = Journal::open(&file, &editions.bundles).map_err(|e| e.said())?;
        let (wake, woken) = channel();
        let name = folder.display().to_string();
        let survey = Arc::new(Survey {
            id: sha256(name.as_bytes())[..8].to_owned(),
            folder,
            progress: Arc::default(),
            editions,
            journal,
            state: RwLock::default(),
            acting: Mutex::default(),
            wake: Mutex::new(wake.clone()),
        });
        survey.refresh(None).map_err(|e| e.said())?;
        let _ = wake.send(());
        let (weak, folder) = (Arc::downgrade(&survey), survey.folder.clone());
        std::thread::spawn(move || {
            let watch = Watch::over(&folder, wake);
            keep_reading(&weak, &woken, watch.is_some());
        });
        Ok(survey)
    }

    /// Lets the survey file grow by so many pages: as on a disk that is nearly full.
    #[doc(hidden)]
    pub fn allow_pages(&self, further: i64) {
        let _ = self.journal.allow(further);
    }

    /// What people call it.
    pub fn name(&self) -> String {
        let name = self.folder.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    /// The survey as it stands, with what another window or program has done meanwhile.
    ///
    /// # Errors
    /// What the store says.
    pub fn state(&self) -> Result<Arc<State>, StoreError> {
        let now = self.now();
        if self.journal.last()? == now.acts.last {
            return Ok(now);
        }
        let _one = self.acting.lock().unwrap_or_else(PoisonError::into_inner);
        self.refresh(None)?;
        Ok(self.now())
    }

    /// As it stood when somebody last looked.
    pub fn now(&self) -> Arc<State> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&state)
    }

    /// Reads the folder anew.
    pub fn wake(&self) {
        let wake = self.wake.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = wake.send(());
    }

    /// Does something: `decide` looks at the survey as it stands and says what is to be noted. It
    /// is on the disk before this returns.
    ///
    /// # Errors
    /// What `decide` returns, or where it cannot be written down: nothing is done then.
    pub fn act(
        &self,
        who: &str,
        decide: impl Fn(&State) -> Result<(Vec<Act>, Option<Setting>), Refused>,
    ) -> Result<(), Refused> {
        let _one = self.acting.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if self.journal.last()? != self.now().acts.last {
                self.refresh(None)?;
            }
            let now = self.now();
            let (acts, setting) = decide(&now)?;
            if acts.is_empty() && setting.is_none() {
                return Ok(());
            }
            // Acts are plain data: they always serialise.
            let acts: Vec<String> = (acts.iter())
                .map(|act| serde_json::to_string(act).unwrap_or_default())
                .collect();
            let known = now.acts.last;
            if self.journal.note(known, who, &acts, setting.as_ref())? {
                self.refresh(None)?;
                self.weigh();
                return Ok(());
            }
        }
    }

    /// Works out in the background what is reported twice: the pages' counts wait for nobody.
    fn weigh(&self) {
        let (state, editions) = (self.now(), self.editions);
        std::thread::spawn(move || {
            super::rolled_up::duplicates(&state, editions);
        });
    }

    /// Takes what was noted since, and what was read.
    fn refresh(&self, read: Option<Read>) -> Result<(), StoreError> {
        let old = self.now();
        let mut new = State::clone(&old);
        let noted = self.journal.after(old.acts.last)?;
        let is_set = |act: &Act| matches!(act, Act::Set { .. } | Act::Undo { .. });
        let before = new.acts.done.len();
        new.acts.take(noted);
        if new.revision == 0 || new.acts.done[before..].iter().any(|d| is_set(&d.act)) {
            new.settings = Settings::read(&self.journal, self.editions)?;
        }
        if let Some(read) = read {
            new.trouble = read.trouble;
            if let Some(reading) = read.reading {
                let roster = new.settings.roster.as_ref();
                new.missing = missing::of(&self.journal, &reading.plain, roster, new.acts.last)?;
                new.reading = Some(Arc::new(reading));
            }
        }
        missing::know(&mut new.missing, &new.acts);
        new.revision += 1;
        let settled = Settled {
            acts: &new.acts,
            settings: &new.settings,
            reading: new.reading.as_ref(),
        };
        let earlier = (old.reading.as_ref(), &*old.standing);
        new.standing = Arc::new(Standing::of(&settled, earlier, self.editions));
        self.hand_over(&new);
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
        Ok(())
    }

    /// Hands over to the store what the office did, as the lists by which every command goes.
    fn hand_over(&self, state: &State) {
        if state.reading.is_none() {
            return;
        }
        let roster = self.journal.setting(ROSTER).ok().flatten();
        let roster = roster.unwrap_or_default();
        let standing = &state.standing;
        let lists = [
            (OfficeFile::Roster, &*roster.file, &roster.bytes[..]),
            (
                OfficeFile::Decisions,
                DECISIONS,
                lines(&standing.decisions_csv),
            ),
            (
                OfficeFile::Corrections,
                CORRECTIONS,
                lines(&standing.corrections_csv),
            ),
        ];
        // The act is noted. Where it cannot be handed over, other commands do not read the store.
        let _ = self.journal.hand_over(state.acts.last, &lists);
    }

    fn read(&self) -> Read {
        if !self.folder.is_dir() {
            let folder = self.folder.display();
            return Read::failed(said!(
                "文件夹 {folder} 不见了：被移走、改名，或所在的盘没有接上。放回原处后会自动继续；已做的处理都在",
                "the folder {folder} is gone: moved, renamed, or its disk is not connected. It goes on by itself once it is back; nothing that was done is lost"
            ));
        }
        let gathered = gather(std::slice::from_ref(&self.folder));
        let mut stage = Stage::default();
        let done = stage.read(
            &gathered.inputs,
            &self.editions.reader,
            &*self.progress,
            &self.journal,
            &Receipt::of,
        );
        self.progress.over();
        match done {
            Ok(()) => Read {
                trouble: self.journal.lie(&mut stage).err().map(|e| e.said()),
                reading: Some(Reading::new(gathered, stage, self.editions)),
            },
            Err(e) => Read::failed(e.said()),
        }
    }
}

/// A list; nothing where no line stands under its head.
fn lines(csv: &[u8]) -> &[u8] {
    match csv.iter().filter(|b| **b == b'\n').count() > 1 {
        true => csv,
        false => &[],
    }
}

/// What came of a reading.
struct Read {
    reading: Option<Reading>,
    trouble: Option<Said>,
}

impl Read {
    fn failed(why: Said) -> Read {
        Read {
            reading: None,
            trouble: Some(why),
        }
    }
}

/// Reads the folder whenever something has come, until nobody wants the survey any more.
fn keep_reading(survey: &Weak<Survey>, woken: &Receiver<()>, watched: bool) {
    let mut failed = false;
    loop {
        let waited = match failed || !watched {
            true => woken.recv_timeout(AGAIN),
            false => woken
                .recv_timeout(Duration::from_secs(60))
                .or(Err(RecvTimeoutError::Timeout)),
        };
        let Some(survey) = survey.upgrade() else {
            return;
        };
        match waited {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) if failed || !watched => {
                if failed && !survey.folder.is_dir() {
                    continue;
                }
                if !failed && !survey.has_changed() {
                    continue;
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                // A watch may miss what another machine writes to a shared folder.
                if !survey.has_changed() {
                    continue;
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if survey.now().reading.is_some() {
            while woken.recv_timeout(QUIET).is_ok() {}
        }
        let read = survey.read();
        failed = read.trouble.is_some();
        let _one = survey.acting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(e) = survey.refresh(Some(read)) {
            // What was read cannot be remembered: that is said where everything is looked at.
            let mut state = State::clone(&survey.now());
            state.trouble = Some(e.said());
            state.revision += 1;
            *survey.state.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
        }
        survey.weigh();
    }
}

impl Survey {
    /// The folder holds other files than those that were read.
    fn has_changed(&self) -> bool {
        let state = self.now();
        let Some(reading) = &state.reading else {
            return true;
        };
        let names = |g: &crate::batch::Gathered| -> Vec<(String, Option<jiff::Timestamp>)> {
            g.inputs
                .iter()
                .map(|i| (i.name.clone(), i.arrived))
                .collect()
        };
        self.folder.is_dir()
            && names(&gather(std::slice::from_ref(&self.folder))) != names(&reading.gathered)
    }
}

/// Windows gives a path of another kind (`\\?\C:\…`) where the plain one says the same.
fn without_prefix(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(|p| p.strip_prefix(r"\\?\")) {
        Some(plain) if !plain.starts_with("UNC") => PathBuf::from(plain),
        _ => path,
    }
}
