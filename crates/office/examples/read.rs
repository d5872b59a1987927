//! Prints what stands in a Word document: `cargo run -p huibiao-office --example read FILE.docx`.

use office::package::Package;
use office::paper::Block;
use office::word;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args_os().nth(1).ok_or("which file?")?;
    let bytes = std::fs::read(file)?;
    let paper = word::read(&Package::open(&bytes)?)?;
    for block in &paper.blocks {
        match block {
            Block::Paragraph(paragraph) => println!("{}", paragraph.text),
            Block::Table(table) => {
                for cell in &table.cells {
                    println!("{}: {}", table.place(cell.row, cell.column), cell.text());
                }
            }
        }
    }
    Ok(())
}
