//! Content controls (ECMA-376 part 1 §17.5.2, [MS-DOCX] §2.6.1.3): whether what stands in one is
//! an answer, a prompt or a check box.

use super::properties::{is_on, value};
use crate::paper::SpanKind;
use crate::xml::{self, Ns, Reader};

/// What a `w:sdtPr` says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Control {
    /// The control is empty and shows its prompt.
    placeholder: bool,
    /// It is a check box, with its state.
    check_box: Option<bool>,
}

impl Control {
    /// Reads the `w:sdtPr` whose start tag was read last.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Control, xml::Error> {
        let mut control = Control::default();
        reader.children(|reader, tag| {
            match (tag.ns, tag.name) {
                (Ns::Word, b"showingPlcHdr") => control.placeholder = is_on(reader, &tag),
                (Ns::Word2010 | Ns::Word2012, b"checkbox") => {
                    let mut checked = false;
                    reader.children(|reader, tag| {
                        if tag.name == b"checked" {
                            let state = reader
                                .attribute(&tag, tag.ns, b"val")
                                .or_else(|| value(reader, &tag));
                            checked = !matches!(state, Some(b"0" | b"false" | b"off"));
                        }
                        Ok::<_, xml::Error>(())
                    })?;
                    control.check_box = Some(checked);
                }
                _ => {}
            }
            Ok::<_, xml::Error>(())
        })?;
        Ok(control)
    }

    /// What the control's text is.
    pub(super) fn kind(self) -> SpanKind {
        match self {
            Control {
                check_box: Some(checked),
                ..
            } => SpanKind::CheckBox(checked),
            Control {
                placeholder: true, ..
            } => SpanKind::Placeholder,
            _ => SpanKind::Text,
        }
    }
}
