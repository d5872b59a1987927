//! Prints what stands in a document or workbook, and where:
//! `cargo run -p huibiao-office --example read examples/order.docx`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let name = std::env::args().nth(1).ok_or("which file?")?;
    let document = office::read(&name, &std::fs::read(&name)?)?;
    for placed in document.paper.placed() {
        println!("{}: {}", placed.place, placed.paragraph.text);
    }
    for remark in &document.paper.remarks {
        println!("{}: {}", remark.place, remark.kind);
    }
    Ok(())
}
