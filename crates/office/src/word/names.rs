//! The elements that the walk over a document tells apart.

use crate::xml::{Ns, Reader, Tag};

/// What an element is to the walk. Namespaces are looked at; prefixes are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    // The flow.
    Paragraph,
    Table,
    Row,
    Cell,
    Run,
    Text,
    // Properties.
    ParagraphProperties,
    RunProperties,
    TableProperties,
    TableGrid,
    RowProperties,
    CellProperties,
    // Characters that are elements.
    Tab,
    Break,
    NoBreakHyphen,
    Symbol,
    // Fields.
    FieldCharacter,
    FieldCode,
    /// `w:fldSimple`: a field whose code is an attribute.
    FieldSimple,
    // Wrappers.
    Control,
    ControlProperties,
    ControlContent,
    /// `w:ins`, `w:moveTo`.
    Inserted,
    /// `w:del`, `w:moveFrom`.
    Deleted,
    /// `w:smartTag`, `w:customXml`.
    Wrapper,
    RubyText,
    AlternateContent,
    Choice,
    Fallback,
    // Text elsewhere.
    BoxContent,
    MathText,
    /// `m:r`: text of one look in a formula.
    MathRun,
    /// A root, a sum, a matrix: a structure that has a sign of its own.
    MathObject,
    /// The properties of such a structure.
    MathProperties,
    /// `m:e`, `m:fName`, `m:num`: a part of a structure, on its line.
    MathPart,
    /// `m:sup`, `m:deg`: an exponent.
    MathSuper,
    /// `m:sub`, `m:lim`: an index.
    MathSub,
    /// `m:den`: what stands under a fraction's bar.
    MathDenominator,
    /// `w:altChunk`, `w:subDoc`.
    Elsewhere,
    /// `w:footnoteReference`, `w:endnoteReference`, `w:commentReference`.
    Reference,
    /// `w:drawing`, `w:pict`, `w:object`.
    Drawing,
    /// `w:commentRangeStart`.
    CommentStart,
    /// `w:commentRangeEnd`.
    CommentEnd,
    /// Nothing in it is text of the document.
    Empty,
    /// Anything else: looked into.
    Other,
}

impl Name {
    #[inline]
    pub(super) fn of(tag: &Tag<'_>) -> Name {
        match tag.ns {
            Ns::Word => Name::word(tag.name),
            Ns::Compatibility => match tag.name {
                b"AlternateContent" => Name::AlternateContent,
                b"Choice" => Name::Choice,
                b"Fallback" => Name::Fallback,
                _ => Name::Other,
            },
            Ns::Math => match tag.name {
                b"t" => Name::MathText,
                b"r" => Name::MathRun,
                b"e" | b"fName" | b"num" => Name::MathPart,
                b"sup" | b"deg" => Name::MathSuper,
                b"sub" | b"lim" => Name::MathSub,
                b"den" => Name::MathDenominator,
                b"rad" | b"nary" | b"acc" | b"bar" | b"groupChr" | b"d" | b"m" | b"mr"
                | b"eqArr" | b"phant" | b"borderBox" => Name::MathObject,
                b"radPr" | b"naryPr" | b"accPr" | b"barPr" | b"groupChrPr" | b"dPr" | b"mPr"
                | b"eqArrPr" | b"phantPr" | b"borderBoxPr" => Name::MathProperties,
                _ => Name::Other,
            },
            _ => Name::Other,
        }
    }

    #[inline]
    fn word(name: &[u8]) -> Name {
        match name {
            b"p" => Name::Paragraph,
            b"r" => Name::Run,
            b"t" => Name::Text,
            b"tc" => Name::Cell,
            b"tr" => Name::Row,
            b"br" | b"cr" => Name::Break,
            b"rt" => Name::RubyText,
            b"pPr" => Name::ParagraphProperties,
            b"rPr" => Name::RunProperties,
            b"tbl" => Name::Table,
            b"tab" | b"ptab" => Name::Tab,
            b"sdt" => Name::Control,
            b"sym" => Name::Symbol,
            b"ins" | b"moveTo" => Name::Inserted,
            b"del" | b"moveFrom" => Name::Deleted,
            b"smartTag" | b"customXml" => Name::Wrapper,
            b"drawing" | b"pict" | b"object" => Name::Drawing,
            b"commentRangeStart" => Name::CommentStart,
            b"commentRangeEnd" => Name::CommentEnd,
            b"tcPr" => Name::CellProperties,
            b"trPr" => Name::RowProperties,
            b"tblPr" => Name::TableProperties,
            b"tblGrid" => Name::TableGrid,
            b"sdtPr" => Name::ControlProperties,
            b"sdtContent" => Name::ControlContent,
            b"fldChar" => Name::FieldCharacter,
            b"instrText" => Name::FieldCode,
            b"fldSimple" => Name::FieldSimple,
            b"txbxContent" => Name::BoxContent,
            b"noBreakHyphen" => Name::NoBreakHyphen,
            b"altChunk" | b"subDoc" => Name::Elsewhere,
            b"footnoteReference" | b"endnoteReference" | b"commentReference" => Name::Reference,
            // `w:delText` outside of `w:del` is still deleted.
            b"delText"
            | b"delInstrText"
            | b"sectPr"
            | b"tblPrEx"
            | b"sdtEndPr"
            | b"customXmlPr"
            | b"smartTagPr"
            | b"rubyPr"
            | b"background"
            | b"bookmarkStart"
            | b"bookmarkEnd"
            | b"proofErr"
            | b"lastRenderedPageBreak"
            | b"softHyphen" => Name::Empty,
            _ => Name::Other,
        }
    }
}

/// Whether every namespace that a Choice requires is one that this reader understands.
pub(super) fn understood(reader: &Reader<'_>, tag: &Tag<'_>) -> bool {
    let requires = reader
        .attribute(tag, Ns::None, b"Requires")
        .unwrap_or_default();
    requires
        .split(u8::is_ascii_whitespace)
        .filter(|prefix| !prefix.is_empty())
        .all(|prefix| {
            matches!(
                reader.namespace(prefix),
                Ns::Shape
                    | Ns::Group
                    | Ns::Canvas
                    | Ns::Word2010
                    | Ns::Word2012
                    | Ns::Drawing2010
                    | Ns::DrawingMain2010
                    | Ns::WordNet
                    | Ns::Vml
                    | Ns::Ink
                    | Ns::Chart
            )
        })
}
