//! Visible properties of text that are seldom used, a layer of them.

use crate::paper::{Effect, Effects, Print};

/// What one style or one run says of them: nothing, that there is none (an empty print), or how
/// it is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct EffectLayer([Option<Print>; Effect::COUNT]);

impl EffectLayer {
    /// This layer where it speaks, else the one below.
    pub(crate) fn over(self, below: EffectLayer) -> EffectLayer {
        let mut all = self.0;
        for (own, below) in all.iter_mut().zip(below.0) {
            *own = own.or(below);
        }
        EffectLayer(all)
    }

    /// What it comes to.
    pub(crate) fn effects(self) -> Effects {
        let mut effects = Effects::default();
        for (effect, how) in ALL.into_iter().zip(self.0) {
            if let Some(how) = how.filter(|how| !how.is_none()) {
                effects.add(effect, how);
            }
        }
        effects
    }

    /// Sets a property. Two elements may give one; that one of them is off says nothing of the
    /// other.
    pub(crate) fn set(&mut self, effect: Effect, how: Option<Print>) {
        let slot = &mut self.0[effect as usize];
        *slot = how.or(*slot).or(Some(Print::default()));
    }
}

/// In the order of their numbers.
const ALL: [Effect; Effect::COUNT] = [
    Effect::Outline,
    Effect::Shadow,
    Effect::Relief,
    Effect::Capitals,
    Effect::Glow,
    Effect::Reflection,
    Effect::Depth,
    Effect::Fill,
    Effect::Width,
    Effect::Spacing,
    Effect::Position,
    Effect::Underline,
    Effect::Animation,
    Effect::Layout,
];
