//! The report, as each of its readers sees it: a terminal, a program, a browser, a workbook.

mod page;
mod printed;
mod sample;
mod workbook;
