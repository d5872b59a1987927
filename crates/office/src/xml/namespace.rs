//! The namespaces that Office parts use, Transitional and Strict (ECMA-376 part 1 annex A, part 4).

/// A namespace that a reader of Office parts knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ns {
    /// No namespace.
    None,
    /// One that the readers have no business with.
    Other,
    /// The prefix `xml`.
    Xml,
    /// WordprocessingML (`w`).
    Word,
    /// Word 2010's additions to it (`w14`).
    Word2010,
    /// Word 2012's additions to it (`w15`).
    Word2012,
    /// Markup compatibility (`mc`, ECMA-376 part 3).
    Compatibility,
    /// Shapes in Word (`wps`).
    Shape,
    /// Groups of shapes in Word (`wpg`).
    Group,
    /// Drawing canvases in Word (`wpc`).
    Canvas,
    /// DrawingML in Word (`wp`).
    Drawing,
    /// Word 2010's additions to drawings (`wp14`).
    Drawing2010,
    /// DrawingML (`a`).
    DrawingMain,
    /// Word 2010's additions to DrawingML (`a14`).
    DrawingMain2010,
    /// Pictures in DrawingML (`pic`).
    Picture,
    /// Charts (`c`, and `cx` of Office 2016).
    Chart,
    /// SmartArt (`dgm`).
    Diagram,
    /// Ink (`wpi`, `aink`).
    Ink,
    /// Word 2006's editing marks (`wne`).
    WordNet,
    /// VML (`v`).
    Vml,
    /// VML's Office additions (`o`).
    Office,
    /// Office's mathematics (`m`).
    Math,
    /// SpreadsheetML.
    Spreadsheet,
    /// Relationships named by an attribute (`r`).
    Relationship,
    /// A package's relationship parts.
    PackageRelationships,
    /// A package's content types.
    ContentTypes,
    /// A package's core properties.
    CoreProperties,
    /// A package's extended properties.
    ExtendedProperties,
    /// Dublin Core.
    DublinCore,
    /// Dublin Core's terms.
    DublinTerms,
}

impl Ns {
    /// The namespace of a declaration's raw value.
    pub(super) fn of(uri: &[u8]) -> Ns {
        match uri {
            b"" => Ns::None,
            b"http://www.w3.org/XML/1998/namespace" => Ns::Xml,
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | b"http://purl.oclc.org/ooxml/wordprocessingml/main" => Ns::Word,
            b"http://schemas.microsoft.com/office/word/2010/wordml" => Ns::Word2010,
            b"http://schemas.microsoft.com/office/word/2012/wordml" => Ns::Word2012,
            b"http://schemas.openxmlformats.org/markup-compatibility/2006" => Ns::Compatibility,
            b"http://schemas.microsoft.com/office/word/2010/wordprocessingShape" => Ns::Shape,
            b"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" => Ns::Group,
            b"http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas" => Ns::Canvas,
            b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
            | b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing" => Ns::Drawing,
            b"http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing" => {
                Ns::Drawing2010
            }
            b"http://schemas.openxmlformats.org/drawingml/2006/main"
            | b"http://purl.oclc.org/ooxml/drawingml/main" => Ns::DrawingMain,
            b"http://schemas.microsoft.com/office/drawing/2010/main" => Ns::DrawingMain2010,
            b"http://schemas.openxmlformats.org/drawingml/2006/picture"
            | b"http://purl.oclc.org/ooxml/drawingml/picture" => Ns::Picture,
            b"http://schemas.openxmlformats.org/drawingml/2006/chart"
            | b"http://purl.oclc.org/ooxml/drawingml/chart" => Ns::Chart,
            b"http://schemas.openxmlformats.org/drawingml/2006/diagram"
            | b"http://purl.oclc.org/ooxml/drawingml/diagram" => Ns::Diagram,
            b"http://schemas.microsoft.com/office/word/2010/wordprocessingInk"
            | b"http://schemas.microsoft.com/office/drawing/2016/ink" => Ns::Ink,
            // One a release, each with its date: `…/drawing/2014/chartex`.
            _ if uri.ends_with(b"/chartex") => Ns::Chart,
            b"http://schemas.microsoft.com/office/word/2006/wordml" => Ns::WordNet,
            b"urn:schemas-microsoft-com:vml" => Ns::Vml,
            b"urn:schemas-microsoft-com:office:office" => Ns::Office,
            b"http://schemas.openxmlformats.org/officeDocument/2006/math"
            | b"http://purl.oclc.org/ooxml/officeDocument/math" => Ns::Math,
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            | b"http://purl.oclc.org/ooxml/spreadsheetml/main" => Ns::Spreadsheet,
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            | b"http://purl.oclc.org/ooxml/officeDocument/relationships" => Ns::Relationship,
            b"http://schemas.openxmlformats.org/package/2006/relationships" => {
                Ns::PackageRelationships
            }
            b"http://schemas.openxmlformats.org/package/2006/content-types" => Ns::ContentTypes,
            b"http://schemas.openxmlformats.org/package/2006/metadata/core-properties" => {
                Ns::CoreProperties
            }
            b"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
            | b"http://purl.oclc.org/ooxml/officeDocument/extendedProperties" => {
                Ns::ExtendedProperties
            }
            b"http://purl.org/dc/elements/1.1/" => Ns::DublinCore,
            b"http://purl.org/dc/terms/" => Ns::DublinTerms,
            _ => Ns::Other,
        }
    }
}
