//! Owns the built-in plans: data files, read once, checked by a test and wherever one is chosen.

use std::sync::LazyLock;

use crate::plan::Plan;

/// The built-in files, in the order in which they are offered.
const FILES: &[&str] = &[
    include_str!("../../catalogue/plans/two-weeks.toml"),
    include_str!("../../catalogue/plans/flare.toml"),
    include_str!("../../catalogue/plans/stiff.toml"),
    include_str!("../../catalogue/plans/article.toml"),
];

static PLANS: LazyLock<Vec<Plan>> = LazyLock::new(|| FILES.iter().filter_map(|text| Plan::read(text).ok()).collect());

impl Plan {
    /// Reads a plan; whether it is sound is for [`Plan::check`] to say.
    ///
    /// # Errors
    /// What cannot be read, with its line.
    pub fn read(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// The text of its file; read again it is the same plan.
    pub fn write(&self) -> Option<String> {
        toml::to_string(self).ok()
    }

    /// Checks it against the routines there are.
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self, catalogue: &crate::routine::catalogue::Catalogue) -> Result<(), crate::plan::check::BadPlan> {
        crate::plan::check::check(self, catalogue)
    }
}

/// All built-in plans, the one that is offered first at the front.
pub fn plans() -> &'static [Plan] {
    &PLANS
}

/// The built-in plan of this name.
pub fn plan(id: &str) -> Option<&'static Plan> {
    plans().iter().find(|plan| plan.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::REMINDERS_PER_DAY;
    use crate::routine::catalogue::Catalogue;

    #[test]
    fn every_built_in_plan_is_read_and_sound_and_leads_somewhere() {
        let catalogue = Catalogue::built_in().unwrap();
        assert_eq!(plans().len(), FILES.len(), "{:?}", FILES.iter().map(|f| Plan::read(f).err()).collect::<Vec<_>>());
        for plan in plans() {
            plan.check(&catalogue).unwrap_or_else(|bad| panic!("{}: {bad}", plan.id));
            assert!(!plan.then.is_empty(), "{} ends nowhere", plan.id);
            assert_eq!(Plan::read(&plan.write().unwrap()).as_ref(), Ok(plan), "written and read again");
            for next in plan.then.iter().chain(&plan.flare) {
                assert!(super::plan(next).is_some(), "{next}");
            }
        }
    }

    #[test]
    fn no_step_of_a_built_in_plan_calls_more_often_than_eight_times() {
        for plan in plans() {
            for step in &plan.steps {
                let calls = step.items.iter().filter(|item| item.remind && !item.quiet);
                let chosen = plan.turns.iter().max().copied();
                let sum: u32 = calls.map(|item| item.most(chosen).div_ceil(item.block().into())).sum();
                assert!(sum <= REMINDERS_PER_DAY, "{}: {sum}", plan.id);
            }
        }
    }
}
