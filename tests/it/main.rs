//! Every integration test, in one binary: linked once, run at once. A module is a topic:
//! `cargo test --test it values::` runs one of them.

#![allow(clippy::unwrap_used)]

mod annotate;
mod any_form;
mod any_layout;
mod blank_form;
mod cases;
mod cli_check;
mod cli_convert;
mod cli_ladder;
mod cli_mapping;
#[cfg(all(feature = "desk", feature = "store", not(feature = "parquet")))]
mod cli_reference;
mod conform;
mod corrections;
mod counting;
mod data_schema;
#[cfg(feature = "desk")]
mod desk;
mod difference;
mod drawn;
mod edit_across;
mod edit_each;
mod edit_language;
mod edit_listed;
mod edit_rules;
mod editions;
mod figures;
mod fill;
mod findings_docs;
mod forms;
#[cfg(unix)]
mod full_disk;
mod inspect;
mod ladder;
mod layouts;
mod mail;
mod mapping_blank;
mod mapping_docs;
mod mapping_errors;
mod mapping_hz_2020;
mod mapping_init;
mod mapping_init_survey;
mod mapping_robust;
mod office_round;
mod one_form;
mod other_form;
mod output;
#[cfg(feature = "parquet")]
mod parquet;
mod programs;
mod recognise;
mod report;
mod returned;
mod roles;
mod rollup;
mod shell;
#[cfg(feature = "store")]
mod store;
#[cfg(feature = "store")]
mod store_crash;
mod submissions;
mod tagged;
mod template;
mod template_kinds;
mod tidy;
mod values;
