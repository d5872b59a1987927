//! Namespaces in force (Namespaces in XML 1.0).

use std::collections::HashMap;

use memchr::memchr;

use super::attribute::{declared_prefix, raw_attributes};
use super::name::Name;
use super::{Error, Flaw, Ns, text};

/// So many declarations in force are gone through one by one: Word makes some 35. The others are
/// looked up, so that ten thousand of them cost no more.
const FEW: usize = 64;

struct Binding<'a> {
    prefix: &'a [u8],
    ns: Ns,
    /// The URI as it was declared, to tell two that are both [`Ns::Other`].
    uri: &'a [u8],
}

/// The declarations in force where a reader stands.
#[derive(Default)]
pub(super) struct Scope<'a> {
    bindings: Vec<Binding<'a>>,
    /// Of each prefix, where its bindings behind the first [`FEW`] are.
    many: HashMap<&'a [u8], Vec<usize>>,
    /// The prefix of an element looked up last, and what it is bound to.
    last: Option<(&'a [u8], Ns)>,
    /// The prefix of an attribute found bound last.
    last_of_attribute: Option<&'a [u8]>,
    generation: u32,
    /// A prefix may be declared outside of what is read: then it has no namespace.
    pub(super) of_piece: bool,
}

impl<'a> Scope<'a> {
    /// How many declarations are in force, for [`leave`](Self::leave).
    pub(super) fn len(&self) -> usize {
        self.bindings.len()
    }

    /// Changes whenever a declaration comes into or goes out of force.
    pub(super) fn generation(&self) -> u32 {
        self.generation
    }

    /// What `prefix` is bound to.
    pub(super) fn bound(&self, prefix: &[u8]) -> Option<Ns> {
        if prefix == b"xml" {
            return Some(Ns::Xml);
        }
        self.binding(prefix).map(|b| b.ns)
    }

    fn binding(&self, prefix: &[u8]) -> Option<&Binding<'a>> {
        if self.bindings.len() > FEW
            && let Some(&at) = self.many.get(prefix).and_then(|all| all.last())
        {
            return self.bindings.get(at);
        }
        let few = &self.bindings[..self.bindings.len().min(FEW)];
        few.iter().rev().find(|b| b.prefix == prefix)
    }

    /// A prefix that is bound to `ns`.
    pub(super) fn prefix_of(&self, ns: Ns) -> Option<&'a [u8]> {
        self.bindings
            .iter()
            .rev()
            .filter(|b| b.ns == ns && !b.prefix.is_empty())
            .map(|b| b.prefix)
            .find(|prefix| self.bound(prefix) == Some(ns))
    }

    /// The namespace of an attribute with this prefix, which was checked.
    #[inline]
    pub(super) fn of_attribute(&self, prefix: &[u8]) -> Ns {
        match self.last {
            _ if prefix.is_empty() => Ns::None,
            Some((last, ns)) if last == prefix => ns,
            _ => self.bound(prefix).unwrap_or(Ns::None),
        }
    }

    /// The namespace of an element with this prefix, whose tag is at byte `at`.
    #[inline]
    pub(super) fn of_element(&mut self, prefix: &'a [u8], at: usize) -> Result<Ns, Error> {
        if let Some((last, ns)) = self.last
            && last == prefix
        {
            return Ok(ns);
        }
        let ns = match self.bound(prefix) {
            Some(ns) => ns,
            None if prefix.is_empty() || self.of_piece => Ns::None,
            None => return Err(undeclared(prefix, at)),
        };
        self.last = Some((prefix, ns));
        Ok(ns)
    }

    /// Takes in the declarations among the attributes of the tag at byte `at`.
    #[cold]
    pub(super) fn declare(&mut self, attributes: &'a [u8], at: usize) -> Result<(), Error> {
        for (name, raw) in raw_attributes(attributes) {
            let Some(prefix) = declared_prefix(name) else {
                continue;
            };
            let ns = match memchr(b'&', raw) {
                None => Ns::of(raw),
                Some(_) => Ns::of(text::attribute_value(raw)?.as_bytes()),
            };
            // What is bound to `xml` and `xmlns` is bound to nothing else, and a prefix is never
            // bound to nothing.
            let allowed = match prefix {
                b"xml" => ns == Ns::Xml,
                b"xmlns" => false,
                b"" => ns != Ns::Xml,
                _ => ns != Ns::Xml && !raw.is_empty(),
            };
            if !allowed || raw == b"http://www.w3.org/2000/xmlns/" {
                let prefix = String::from_utf8_lossy(prefix).into_owned();
                return Err(Flaw::Declaration { prefix }.at(at));
            }
            if self.bindings.len() >= FEW {
                let all = self.many.entry(prefix).or_default();
                all.push(self.bindings.len());
            }
            let uri = raw;
            self.bindings.push(Binding { prefix, ns, uri });
            self.changed();
        }
        Ok(())
    }

    /// Every prefix of the attributes of the tag at byte `at` is declared, and none is there twice.
    #[inline]
    pub(super) fn check(
        &mut self,
        names: &[Name<'a>],
        of_element: &[u8],
        at: usize,
    ) -> Result<(), Error> {
        // Of so many it is quickest to compare each with each.
        const QUICK: usize = 16;
        let mut repeated = names.len() > QUICK;
        for (i, name) in names.iter().enumerate() {
            let prefix = name.prefix();
            if !(prefix.is_empty()
                || prefix == of_element
                || self.last_of_attribute == Some(prefix)
                || prefix == b"xmlns")
            {
                if self.bound(prefix).is_none() && !self.of_piece {
                    return Err(undeclared(prefix, at));
                }
                self.last_of_attribute = Some(prefix);
            }
            let is_same = |other: &Name<'_>| other.local() == name.local();
            repeated = repeated || names[..i].iter().any(is_same);
        }
        match repeated {
            true => self.check_repeated(names, at),
            false => Ok(()),
        }
    }

    /// No two attributes have one name: the same, or the same in one namespace.
    #[cold]
    fn check_repeated(&self, names: &[Name<'a>], at: usize) -> Result<(), Error> {
        let uri = |prefix: &[u8]| match prefix {
            // Without a prefix an attribute is in no namespace.
            b"" => &b""[..],
            b"xml" => b"http://www.w3.org/XML/1998/namespace",
            b"xmlns" => b"http://www.w3.org/2000/xmlns/",
            _ => self.binding(prefix).map_or(&b""[..], |b| b.uri),
        };
        let key = |n: &Name<'a>| (n.local(), uri(n.prefix()), n.whole);
        let mut keys: Vec<_> = names.iter().map(key).collect();
        keys.sort_unstable();
        let is_same =
            |pair: &&[(&[u8], &[u8], &[u8])]| pair[0].0 == pair[1].0 && pair[0].1 == pair[1].1;
        match keys.windows(2).find(is_same) {
            None => Ok(()),
            Some(pair) => {
                let name = String::from_utf8_lossy(pair[1].2).into_owned();
                Err(Flaw::RepeatedAttribute { name }.at(at))
            }
        }
    }

    /// Only the first `len` declarations are in force still.
    #[inline]
    pub(super) fn leave(&mut self, len: usize) {
        if len != self.bindings.len() {
            self.forget(len);
        }
    }

    #[cold]
    fn forget(&mut self, len: usize) {
        for binding in self.bindings.iter().skip(len.max(FEW)) {
            if let Some(all) = self.many.get_mut(binding.prefix) {
                all.pop();
            }
        }
        self.bindings.truncate(len);
        self.changed();
    }

    fn changed(&mut self) {
        self.last = None;
        self.last_of_attribute = None;
        self.generation = self.generation.wrapping_add(1);
    }
}

#[cold]
fn undeclared(prefix: &[u8], at: usize) -> Error {
    let prefix = String::from_utf8_lossy(prefix).into_owned();
    Flaw::Prefix { prefix }.at(at)
}
