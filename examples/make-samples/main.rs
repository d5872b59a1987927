//! Makes `samples/returned/`, what seven invented departments sent back; in `samples/office/` what one
//! of them sent again; and `samples/other-form/returned/`, what three sent back of another survey's
//! form.
//!
//! ```text
//! cargo run --example make-samples                 # all but the one that LibreOffice saves
//! cargo run --example make-samples -- --libreoffice # that one too; needs soffice
//! ```
//!
//! The same bytes come out each time, but for LibreOffice's: it writes its own version and the
//! time into the file. Every name in the samples is invented.

mod book;
mod departments;
mod form;
mod mistakes;
mod survey;

use std::path::Path;
use std::process::Command;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = root.join("samples/returned");
    std::fs::create_dir_all(&out).expect("a folder for the samples");
    let blank = std::fs::read(root.join("samples/hz-2025-blank.docx")).expect("the blank form");
    let sheets =
        std::fs::read(root.join("samples/hz-2025-subtables-blank.xlsx")).expect("the blank book");
    let write = |name: &str, bytes: Vec<u8>| {
        println!("{name}: {} bytes", bytes.len());
        std::fs::write(out.join(name), bytes).expect("a sample");
    };
    write("化学工程学院.docx", departments::chemistry(&blank));
    write(
        "化学工程学院-子表.xlsx",
        departments::chemistry_book(&sheets),
    );
    write("材料学院.docx", mistakes::materials(&blank));
    write("材料学院（子表）.xlsx", mistakes::materials_book(&sheets));
    write("海洋学院 调查表（终稿）.docx", departments::ocean(&blank));
    write("医学院_调查表.docx", departments::medicine(&blank));
    write("信息工程学院.zip", departments::information(&blank));
    write("体育部.docx", departments::sports());
    let other = root.join("samples/other-form");
    let blank_other = std::fs::read(other.join("mapping/blank.docx")).expect("its blank form");
    let write_other = |name: &str, bytes: Vec<u8>| {
        println!("{name}: {} bytes", bytes.len());
        let folder = other.join("returned");
        std::fs::create_dir_all(&folder).expect("a folder for the samples");
        std::fs::write(folder.join(name), bytes).expect("a sample");
    };
    write_other("物理学院.docx", survey::physics(&blank_other));
    write_other("土木工程学院.docx", survey::civil(&blank_other));
    write_other("美术学院.docx", survey::arts());
    write_other("美术学院仪器设备.xlsx", survey::arts_book());
    let again = departments::ocean_again(&blank);
    let name = "海洋学院 调查表（终稿）v2.docx";
    println!("{name}: {} bytes", again.len());
    std::fs::write(root.join("samples/office").join(name), again).expect("a sample");
    if std::env::args().any(|a| a == "--libreoffice") {
        resave(&out.join("外国语学院.docx"), departments::languages(&blank));
    }
}

/// Has LibreOffice open the form and save it under this name.
fn resave(to: &Path, bytes: Vec<u8>) {
    let folder = std::env::temp_dir().join(format!("make-samples-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("out")).expect("a folder");
    let name = to.file_name().expect("a name");
    std::fs::write(folder.join(name), bytes).expect("the form");
    let status = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}/profile",
            folder.display()
        ))
        .args(["--headless", "--convert-to", "docx", "--outdir"])
        .args([folder.join("out"), folder.join(name)])
        .status()
        .expect("soffice");
    assert!(status.success(), "soffice saves the form");
    std::fs::copy(folder.join("out").join(name), to).expect("the saved form");
    std::fs::remove_dir_all(&folder).expect("the folder is ours");
    println!("{}: saved by LibreOffice", to.display());
}
