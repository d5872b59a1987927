//! `report.html` in a real browser.
//!
//! Tests that open it need Chromium (see `crate::programs`).

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use huibiao::report::{Gatherer, Papers, Report, by_name, write_page, write_page_with};
use huibiao::text::lang::Lang;

use super::sample::{crowd, edition, report, sample};
use crate::programs::chromium;

fn page(report: &Report) -> String {
    let mut out = Vec::new();
    write_page(report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A page opened in a browser.
struct Opened {
    dir: tempfile::TempDir,
    browser: PathBuf,
}

impl Opened {
    fn new(browser: PathBuf, html: &str) -> Opened {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("report.html"), html).unwrap();
        Opened { dir, browser }
    }

    /// The document as it stands once the script has run, with the address' fragment. Anything
    /// that the script or the security policy complains of fails the test.
    fn at(&self, fragment: &str) -> Dom {
        let dir = self.dir.path();
        let (out, err) = (dir.join("out"), dir.join("err"));
        let url = format!("file://{}{fragment}", dir.join("report.html").display());
        let mut child = Command::new(&self.browser)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
            ])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
            ])
            .args([
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--enable-logging=stderr",
            ])
            .arg(format!("--user-data-dir={}", dir.join("profile").display()))
            .args(["--virtual-time-budget=3000", "--dump-dom", &url])
            .stdout(File::create(&out).unwrap())
            .stderr(File::create(&err).unwrap())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while child.try_wait().unwrap().is_none() {
            if begun.elapsed() > Duration::from_secs(120) {
                child.kill().unwrap();
                panic!(
                    "the browser did not end: {}",
                    fs::read_to_string(&err).unwrap()
                );
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let complaints = String::from_utf8_lossy(&fs::read(&err).unwrap()).into_owned();
        let of_page = complaints.lines().find(|l| l.contains("CONSOLE"));
        assert_eq!(of_page, None, "{fragment}");
        Dom(fs::read_to_string(&out).unwrap())
    }
}

/// A document as the browser wrote it out.
struct Dom(String);

impl Dom {
    /// The elements that begin with `<tag` and are not hidden, up to the next of them.
    fn shown(&self, tag: &str) -> Vec<&str> {
        let open = format!("<{tag}");
        self.0
            .split(&*open)
            .skip(1)
            .filter(|rest| {
                let (attributes, _) = rest.split_once('>').unwrap();
                !attributes.contains("hidden")
            })
            .collect()
    }

    /// The problems shown, each as its text.
    fn problems(&self) -> Vec<String> {
        let items = self.shown("li class=\"p ");
        let ends = |item: &str| item.split("</li>").next().unwrap().to_owned();
        items.into_iter().map(|i| text(&ends(i))).collect()
    }

    /// The titles of the groups shown.
    fn groups(&self) -> Vec<String> {
        let title = |g: &str| {
            let after = g.split_once("<h3>").unwrap().1;
            text(&format!(">{}", after.split_once("</h3>").unwrap().0))
        };
        let groups = self.shown("details class=\"g\"");
        groups.into_iter().map(title).collect()
    }

    /// What the page says of how much it shows.
    fn said(&self) -> String {
        let after = self.0.split_once("<output id=\"shown\"").unwrap().1;
        text(after.split_once("</output>").unwrap().0)
    }
}

/// The text of a piece that begins within a tag.
fn text(piece: &str) -> String {
    let mut out = String::new();
    let mut inside = true;
    for c in piece.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    let plain = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ];
    plain.iter().fold(out, |t, (from, to)| t.replace(from, to))
}

#[test]
#[ignore = "needs Chromium"]
fn a_browser_shows_and_filters() {
    let opened = Opened::new(chromium(), &page(&sample(Lang::Zh)));

    let all = opened.at("");
    assert_eq!(all.said(), "显示 8 处，共 10 处");
    assert_eq!(
        all.problems().len(),
        8,
        "infos wait until they are asked for"
    );
    assert_eq!(all.groups(), ["损坏的文件", "云帆学院", "星河研究院"]);
    assert_eq!(all.shown("form id=\"filter\"").len(), 1);
    // What the forms hold is text and nothing else.
    assert!(all.0.contains("&lt;script&gt;alert("));
    assert!(!all.0.contains("<img"));
    assert_eq!(all.0.matches("<script").count(), 1);

    let balance = opened.at("#rule=balance");
    assert_eq!(balance.groups(), ["星河研究院"]);
    let problems = balance.problems();
    assert_eq!(problems.len(), 1);
    let wanted = [
        "工作表“HZ_02_002” N7 合计·项目数",
        "合计·项目数 3 ≠ 2",
        "应为 13=01+03",
    ];
    for part in wanted {
        assert!(problems[0].contains(part), "{}", problems[0]);
    }

    let cell = opened.at("#unit=1&table=HZ_02_005");
    assert_eq!(cell.said(), "显示 2 处，共 10 处");
    assert!(cell.problems()[0].contains("第6表 HZ_02_005 第4行 中方经费·合计"));

    // 约12万, and a unit's name: both words must be there.
    let words = opened.at("#q=%E7%BA%A612%E4%B8%87+%E4%BA%91%E5%B8%86");
    assert_eq!(words.problems().len(), 1);

    let by_cause = opened.at("#group=rule&severity=info,error");
    assert_eq!(by_cause.said(), "显示 7 处，共 10 处");
    let titles = [
        "文件无法读取",
        "数字无法读取",
        "选项超过限数",
        "必填项未填",
        "格式不对",
        "单位已换算",
        "多个文件合并",
    ];
    assert_eq!(by_cause.groups(), titles);

    let by_table = opened.at("#group=table");
    let groups = by_table.groups();
    assert_eq!(
        groups.first().unwrap(),
        "HZ_02_002 出访活动按国家（地区）分类"
    );
    assert_eq!(groups.last().unwrap(), "不属于任何表");
    assert_eq!(by_table.problems().len(), 8);

    let nothing = opened.at("#q=nowhere&rule=balance");
    assert_eq!(nothing.problems().len(), 0);
    assert_eq!(nothing.shown("p id=\"none\"").len(), 1);

    // An address from somebody else's report asks for what is not here: it is passed over.
    let foreign = opened.at("#unit=999&rule=%3Cscript%3E&group=x");
    assert_eq!(foreign.problems().len(), 8);
}

/// 300 units with 34 problems each.
fn large() -> Report {
    let mapping = edition().mapping;
    report(&crowd(&mapping, 300, 34), &mapping, Lang::En)
}

#[test]
fn a_large_report_stays_one_page() {
    let report = large();
    let found = report.totals.findings;
    let all = found.error + found.warning + found.info;
    assert!(all > 4_000, "{all}");
    let html = page(&report);
    assert!(html.len() < 4_000_000, "{}", html.len());
}

/// 3,000 units with 34 problems each: their problems are data, of which rows are made on demand.
fn of_a_country() -> Report {
    let mapping = edition().mapping;
    report(&crowd(&mapping, 3_000, 34), &mapping, Lang::En)
}

#[test]
fn the_page_of_a_country_holds_data_and_no_rows() {
    let report = of_a_country();
    let html = page(&report);
    assert!(html.len() < 12_000_000, "{}", html.len());
    assert!(html.contains("<script id=\"data\" type=\"application/json\">{"));
    assert_eq!(html.matches("<details class=\"g\"").count(), 0);
    // Nothing that a form holds ends the data.
    assert_eq!(html.matches("</script>").count(), 2);
}

#[test]
#[ignore = "needs Chromium"]
fn a_browser_makes_the_rows_of_a_country_on_demand() {
    let report = of_a_country();
    let wanted = report
        .causes
        .iter()
        .find(|c| c.rule == huibiao::model::finding::Rule::Required)
        .unwrap();
    let found = report.totals.findings;
    let all = found.error + found.warning + found.info;
    let dom = Opened::new(chromium(), &page(&report)).at("#severity=error&rule=required");
    assert_eq!(
        dom.said(),
        format!("{} of {all} shown", wanted.findings.error)
    );
    let shown = dom.problems().len();
    assert!(shown > 0 && shown < 3_000, "{shown}");
}

#[test]
#[ignore = "needs Chromium"]
fn a_browser_groups_and_filters_a_large_report() {
    let report = large();
    let found = report.totals.findings;
    let all = found.error + found.warning + found.info;
    let dom =
        Opened::new(chromium(), &page(&report)).at("#group=table&severity=error&rule=required");
    let wanted = report
        .causes
        .iter()
        .find(|c| c.rule == huibiao::model::finding::Rule::Required)
        .unwrap();
    assert_eq!(dom.problems().len(), wanted.findings.error);
    assert_eq!(
        dom.said(),
        format!("{} of {all} shown", wanted.findings.error)
    );
    assert_eq!(
        dom.shown("th scope=\"row\"").len(),
        300 + figures_rows(&report)
    );
}

/// Tables that the figures tell in a row each.
fn figures_rows(report: &Report) -> usize {
    let tables = &report.editions[0].tables;
    let told = |t: &&huibiao::report::TableReport| t.units.filled > 0 || t.findings.to_act_on() > 0;
    tables.iter().filter(told).count()
}

#[test]
fn without_a_script_everything_can_be_read() {
    let html = page(&sample(Lang::Zh));
    let report = sample(Lang::Zh);
    for unit in &report.units {
        for problem in &unit.findings {
            assert!(html.contains(&*problem.place) && html.contains(&*problem.hint));
        }
    }
    assert!(html.contains("120.6"), "the sum of 中方经费");
    assert!(!html.contains("http://") && !html.contains("https://"));
    // Without the script, the filter would do nothing.
    assert!(html.contains("<form id=\"filter\" hidden>"));
}

#[test]
fn the_page_of_nothing_says_so() {
    let mapping = edition().mapping;
    let html = page(&report(&[], &mapping, Lang::Zh));
    assert!(html.contains("没有发现问题"));
}

#[test]
fn units_of_one_name_are_told_apart_by_their_files() {
    let mapping = edition().mapping;
    let mut both = super::sample::units(&mapping)[..1].to_vec();
    both.push(both[0].clone());
    both[1].source.file = "云帆学院（补）.docx".into();
    let html = page(&report(&both, &mapping, Lang::Zh));
    for file in ["云帆学院.docx", "云帆学院（补）.docx"] {
        let option = format!(">云帆学院 · {file}</option>");
        assert!(html.contains(&option));
    }
}

/// The samples' report with their papers, and how many these are.
fn with_papers() -> (Report, String, usize) {
    let gathered = huibiao::batch::gather(&[crate::returned::at("samples/returned")]);
    let reader = crate::returned::reader();
    let mut gatherer = Gatherer::new(Lang::Zh, reader.mappings());
    for input in &gathered.inputs {
        gatherer.add(&reader.read(&input.name, &input.bytes().unwrap()));
    }
    let report = gatherer.finish();
    let files = by_name(gathered.inputs.iter().map(|i| (i.name.clone(), i)));
    let papers = Papers::of(&report, reader, |name| files[name].unwrap().bytes());
    let mut out = Vec::new();
    write_page_with(&report, &papers, &mut out).unwrap();
    let page = String::from_utf8(out).unwrap();
    (report, page, gathered.inputs.len())
}

#[test]
fn the_page_with_papers_links_problems_and_places_both_ways() {
    let (report, page, papers) = with_papers();
    assert_eq!(page.matches("<div class=\"paper ").count(), papers);
    // The size that the docs give: the samples' papers and all that stands beside them.
    assert!(page.len() < 700_000, "{}", page.len());
    let mut placed = 0;
    for (n, unit) in report.units.iter().enumerate() {
        for (i, problem) in unit.findings.iter().enumerate() {
            let id = format!("u{}f{}", n + 1, i + 1);
            assert_eq!(page.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
            let back = page.matches(&format!("href=\"#{id}\"")).count();
            assert_eq!(back, usize::from(problem.source.is_some()), "{problem:?}");
            placed += back;
        }
    }
    assert!(placed > 10, "{placed}");
    let targets = page.split("class=\"pl\" href=\"#").skip(1);
    for target in targets.map(|rest| rest.split('"').next().unwrap()) {
        assert_eq!(
            page.matches(&format!(" id=\"{target}\"")).count(),
            1,
            "{target}"
        );
    }
    // Without papers there is nothing of them.
    let plain = self::page(&report);
    assert!(!plain.contains("paper") || !plain.contains("<div class=\"paper"));
    assert!(!plain.contains(".paper .z21"));
}

#[test]
#[ignore = "needs Chromium"]
fn a_browser_unfolds_the_paper_that_a_problem_points_at() {
    let (_, page, _) = with_papers();
    let after = page.split_once("class=\"pl\" href=\"#").unwrap().1;
    let target = after.split('"').next().unwrap();
    let opened = Opened::new(chromium(), &page);
    let folded = opened.at("");
    assert_eq!(folded.0.matches("<details class=\"pp\" open").count(), 0);
    let dom = opened.at(&format!("#{target}")).0;
    assert_eq!(dom.matches("<details class=\"pp\" open").count(), 1);
    let element = dom.split_once(&format!(" id=\"{target}\"")).unwrap().1;
    assert!(
        element.split('>').next().unwrap().contains("lit"),
        "{target}"
    );
    // The problem that led there is lit too.
    assert!(dom.contains("<li id=\"u") && dom.matches(" lit\"").count() >= 2);
}
