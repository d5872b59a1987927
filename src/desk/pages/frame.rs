//! What all pages have: the language, the way to the other pages, what is open, who works here.

use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use crate::text::lang::Lang;

/// The pages of a survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Outside of a survey.
    Start,
    /// 收表.
    Files,
    /// 总览.
    Overview,
    /// 单位.
    Unit,
    /// 问题.
    Findings,
    /// 待定.
    Decide,
    /// 退回.
    Back,
    /// 上报.
    Out,
    /// 看数.
    Figures,
}

/// What stands around a page.
#[derive(Debug)]
pub struct Frame {
    pub lang: Lang,
    pub title: String,
    pub tab: Tab,
    /// The survey; none on the first page.
    pub survey: Option<InSurvey>,
}

/// What stands around a survey's page.
#[derive(Debug)]
pub struct InSurvey {
    pub id: String,
    pub name: String,
    pub revision: u64,
    /// How many findings must be mended or looked at, and how many cases are open.
    pub to_act_on: usize,
    pub open: usize,
    pub to_return: usize,
    pub reading: Option<(usize, usize)>,
    pub trouble: Vec<String>,
    pub gone: Vec<String>,
    /// The step of the first round, where it is being made.
    pub tour: Option<Round>,
}

/// Where the first round has come to.
#[derive(Debug)]
pub struct Round {
    pub step: usize,
    pub of: usize,
    pub said: String,
    /// Where the step is.
    pub here: String,
}

impl Frame {
    /// A page outside of a survey.
    pub fn plain(lang: Lang, title: String) -> Frame {
        Frame {
            lang,
            title,
            tab: Tab::Start,
            survey: None,
        }
    }

    /// Words in the reader's language.
    pub fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.lang.pick(zh, en)
    }

    /// How the document's language is called.
    pub fn code(&self) -> &'static str {
        self.lang.pick("zh-CN", "en")
    }

    /// The program's version, by which assets are asked for anew.
    pub fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// The tab that a page is on.
    pub fn on(&self, name: &str) -> bool {
        name == match self.tab {
            Tab::Start => "start",
            Tab::Files => "files",
            Tab::Overview => "overview",
            Tab::Unit => "unit",
            Tab::Findings => "findings",
            Tab::Decide => "decide",
            Tab::Back => "back",
            Tab::Out => "out",
            Tab::Figures => "figures",
        }
    }
}

/// A filled template as an answer.
pub fn shown(template: &impl askama::Template) -> Response {
    match template.render() {
        Ok(html) => Html(html).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Goes to another page, after something was done.
pub fn go(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, to.to_owned())]).into_response()
}
