//! One XML text as other readers see it and as ours does: quick-xml for what is in it, roxmltree
//! for whether it is well-formed.
//!
//! Shared by the property tests and the fuzz target.

use office::xml::{Error, Flaw, Ns, Reader, Token};
use quick_xml::NsReader;
use quick_xml::events::Event as Quick;
use quick_xml::name::ResolveResult;

/// What a reader came upon. Text that only comments and references part is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// An element's namespace and local name, and its attributes' namespaces, names, raw values.
    Start(Ns, String, Vec<(Ns, String, String)>),
    Text(String),
    End,
}

fn add(events: &mut Vec<Event>, event: Event) {
    match (events.last_mut(), event) {
        (_, Event::Text(text)) if text.is_empty() => {}
        (Some(Event::Text(before)), Event::Text(text)) => before.push_str(&text),
        (_, event) => events.push(event),
    }
}

fn string(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What our reader sees, up to the end of the root.
pub fn ours(xml: &str) -> Result<Vec<Event>, Error> {
    let mut reader = Reader::new(xml.as_bytes());
    let mut events = Vec::new();
    loop {
        match reader.token()? {
            Token::Start(tag) => {
                let attributes = reader
                    .attributes(&tag)
                    .map(|a| (a.ns, string(a.name), string(a.raw)))
                    .collect();
                add(
                    &mut events,
                    Event::Start(tag.ns, string(tag.name), attributes),
                );
            }
            Token::End => add(&mut events, Event::End),
            Token::Text(text) => {
                let mut content = String::new();
                text.push_to(&mut content)?;
                add(&mut events, Event::Text(content));
            }
            Token::Eof => return Ok(events),
        }
    }
}

/// Panics where the readers do not agree: what ours reads is well-formed, and is what quick-xml
/// reads; what ours refuses is not well-formed, or is refused on purpose.
pub fn agree(xml: &str) {
    let xml = xml.strip_prefix('\u{feff}').unwrap_or(xml);
    let own = ours(xml);
    let well_formed = roxmltree::Document::parse(xml);
    match own {
        Ok(own) => {
            assert!(well_formed.is_ok(), "ours reads {xml:?}: {well_formed:?}");
            assert_eq!(Some(own), quick(xml), "{xml:?}");
        }
        Err(Error::Doctype | Error::TooDeep) => {}
        // roxmltree does not look at what a prefix is declared to be nor at what stands behind an
        // instruction's name, and takes a name that begins with its colon.
        Err(Error::Malformed {
            flaw: Flaw::Declaration { .. },
            ..
        }) => {}
        Err(Error::Malformed { at, .. }) if xml[at..].starts_with([':', '<']) => {
            let name = xml[at..].trim_start_matches(['<', '/']);
            assert!(
                well_formed.is_err() || name.starts_with([':', '?']),
                "ours refuses {xml:?} at {at}"
            );
        }
        Err(error) => assert!(well_formed.is_err(), "ours refuses {xml:?}: {error}"),
    }
}

/// What quick-xml sees; `None` if it finds an error.
pub fn quick(xml: &str) -> Option<Vec<Event>> {
    let mut reader = NsReader::from_str(xml.strip_prefix('\u{feff}').unwrap_or(xml));
    reader.config_mut().expand_empty_elements = true;
    let mut events = Vec::new();
    let mut depth = 0;
    loop {
        let (ns, event) = reader.read_resolved_event().ok()?;
        let ns = namespace(&ns);
        match event {
            Quick::Start(tag) => {
                depth += 1;
                let mut attributes = Vec::new();
                for attribute in tag.attributes() {
                    let attribute = attribute.ok()?;
                    if attribute.key.as_namespace_binding().is_some() {
                        continue;
                    }
                    let (ns, name) = reader.resolver().resolve_attribute(attribute.key);
                    attributes.push((
                        namespace(&ns),
                        name.as_ref().to_owned(),
                        attribute.value.into_owned(),
                    ));
                }
                let name = tag.local_name().as_ref().to_owned();
                add(&mut events, Event::Start(ns, name, attributes));
            }
            Quick::End(_) => {
                depth -= 1;
                add(&mut events, Event::End);
            }
            Quick::Text(text) if depth > 0 => {
                add(&mut events, Event::Text(text.xml10_content().into_owned()));
            }
            Quick::CData(text) if depth > 0 => {
                add(&mut events, Event::Text(text.xml10_content().into_owned()));
            }
            Quick::GeneralRef(reference) if depth > 0 => {
                let text = match reference.resolve_char_ref().ok()? {
                    Some(c) => c.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&reference)?.to_owned(),
                };
                add(&mut events, Event::Text(text));
            }
            Quick::Eof if depth == 0 && !events.is_empty() => return Some(events),
            Quick::DocType(_) | Quick::Eof => return None,
            _ => {}
        }
    }
}

fn namespace(resolved: &ResolveResult<'_>) -> Ns {
    const KNOWN: [(&str, Ns); 4] = [
        (
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            Ns::Word,
        ),
        (
            "http://schemas.openxmlformats.org/markup-compatibility/2006",
            Ns::Compatibility,
        ),
        ("urn:schemas-microsoft-com:vml", Ns::Vml),
        ("http://www.w3.org/XML/1998/namespace", Ns::Xml),
    ];
    let uri: &str = match resolved {
        ResolveResult::Bound(uri) => uri.0,
        _ => return Ns::None,
    };
    match KNOWN.iter().find(|(known, _)| *known == uri) {
        Some((_, ns)) => *ns,
        // Any other that our reader knows is told from the rest by asking it.
        None => match Reader::new(format!("<a xmlns='{uri}'/>").as_bytes()).token() {
            Ok(Token::Start(tag)) => tag.ns,
            _ => Ns::Other,
        },
    }
}
