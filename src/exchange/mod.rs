//! A mapping in the formats of other programs: XLSForm (ODK, KoBoToolbox), a Frictionless data
//! package. What one side cannot say is listed, never dropped without a word.

pub mod datapackage;
pub mod survey;
pub mod take;
pub mod xlsform;
