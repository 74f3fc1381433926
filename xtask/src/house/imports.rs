//! Finds which file of a crate takes names from which, and the circles among them.
//!
//! Paths are read as they are written (`use crate::web::Page`, `super::page()`), and a name that a module only hands on
//! (`pub use page::Page`) is looked for where it comes from. Calls of methods are not seen.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::source::Source;

/// A path from the root of the crate, such as `["web", "forms"]`.
type Absolute = Vec<String>;

/// How often a name may be handed on from module to module.
const HANDED_ON: usize = 8;

/// One file that names something of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import {
    pub(super) from: PathBuf,
    /// Where it is named first.
    pub(super) line: usize,
    pub(super) to: PathBuf,
    pub(super) names: Vec<String>,
}

/// Files that can all be reached from each other by imports.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Circle {
    pub(super) files: Vec<PathBuf>,
    pub(super) imports: Vec<Import>,
}

/// A name that a file uses, by its path.
struct Used {
    file: PathBuf,
    line: usize,
    path: Absolute,
}

/// The files of one crate, without those built for tests only.
#[derive(Default)]
pub(super) struct Crate {
    files: BTreeMap<Absolute, PathBuf>,
    used: Vec<Used>,
    /// What a module hands on under a name of its own, with the path behind it.
    handed_on: BTreeMap<Absolute, Absolute>,
}

impl Crate {
    /// Reads the files, which are named by their paths in the folder of sources.
    pub(super) fn new(sources: &BTreeMap<PathBuf, Source>) -> Self {
        let mut all = Self::default();
        let tests: Vec<Absolute> = sources.iter().flat_map(|(path, source)| test_modules(path, source)).collect();
        for (path, source) in sources {
            let module = module_of(path);
            // Programs beside a library are roots of their own.
            if !tests.iter().any(|test| module.starts_with(test)) && module.first().is_none_or(|first| first != "bin") {
                all.files.insert(module.clone(), path.clone());
                Reader { source, module: &module, file: path, into: &mut all }.read();
            }
        }
        all
    }

    /// The circles, the largest first.
    pub(super) fn circles(&self) -> Vec<Circle> {
        let imports = self.imports();
        let reached: BTreeMap<&Path, BTreeSet<&Path>> =
            self.files.values().map(|file| (file.as_path(), reached_from(file, &imports))).collect();
        let mutual = |one: &Path, other: &Path| reached[one].contains(other) && reached[other].contains(one);
        let (mut circles, mut seen) = (Vec::new(), BTreeSet::new());
        for file in self.files.values().filter(|file| mutual(file, file)) {
            if seen.contains(file) {
                continue;
            }
            let files: Vec<PathBuf> = self.files.values().filter(|other| mutual(file, other)).cloned().collect();
            seen.extend(files.clone());
            let inside = |import: &&Import| files.contains(&import.from) && files.contains(&import.to);
            circles.push(Circle { imports: imports.iter().filter(inside).cloned().collect(), files });
        }
        circles.sort_by_key(|circle| std::cmp::Reverse(circle.files.len()));
        circles
    }

    fn imports(&self) -> Vec<Import> {
        let mut found: BTreeMap<(PathBuf, PathBuf), (usize, BTreeSet<String>)> = BTreeMap::new();
        for used in &self.used {
            let Some((to, name)) = self.defined(used.path.clone()) else { continue };
            if to != used.file {
                let (line, names) = found.entry((used.file.clone(), to)).or_insert((used.line, BTreeSet::new()));
                *line = used.line.min(*line);
                names.insert(name);
            }
        }
        let import =
            |((from, to), (line, names))| Import { from, line, to, names: BTreeSet::into_iter(names).collect() };
        found.into_iter().map(import).collect()
    }

    /// The file in which a path ends, and the name it means there.
    fn defined(&self, mut path: Absolute) -> Option<(PathBuf, String)> {
        for _ in 0..HANDED_ON {
            let length = (0..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length]))?;
            match path.get(..=length).and_then(|named| self.handed_on.get(named)) {
                Some(behind) => path = behind.iter().chain(&path[length + 1..]).cloned().collect(),
                None => {
                    let name = path.get(length).map_or("mod", String::as_str).to_owned();
                    return Some((self.files.get(&path[..length])?.clone(), name));
                }
            }
        }
        None
    }
}

/// Every file that can be reached from this one in one step or more.
fn reached_from<'a>(file: &'a Path, imports: &'a [Import]) -> BTreeSet<&'a Path> {
    let mut reached = BTreeSet::new();
    let mut open = vec![file];
    while let Some(from) = open.pop() {
        let next = imports.iter().filter(|import| import.from == from).map(|import| import.to.as_path());
        open.extend(next.filter(|to| reached.insert(*to)));
    }
    reached
}

fn module_of(path: &Path) -> Absolute {
    let mut module: Absolute = path.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|last| matches!(last.as_str(), "lib" | "main" | "mod")) {
        module.pop();
    }
    module
}

/// The modules that this file declares for tests only.
fn test_modules(path: &Path, source: &Source) -> Vec<Absolute> {
    let declared = (0..source.words.len()).filter(|at| source.at(*at) == "test" && source.at(at + 3) == ";");
    declared.map(|at| module_of(path).into_iter().chain([source.at(at + 2).to_owned()]).collect()).collect()
}

/// Reads the paths of one file.
struct Reader<'a> {
    source: &'a Source,
    module: &'a Absolute,
    file: &'a Path,
    into: &'a mut Crate,
}

impl Reader<'_> {
    fn read(mut self) {
        // Modules written out in the file, each with the depth of its braces.
        let mut inside: Vec<(String, usize)> = Vec::new();
        let (mut depth, mut handing_on) = (0, false);
        let word = |at: usize| self.source.at(at);
        let declared = |at: usize| word(at) == "mod" && word(at + 2) == ";";
        let children: BTreeSet<&str> =
            (0..self.source.words.len()).filter(|at| declared(*at)).map(|at| word(at + 1)).collect();
        let mut paths = Vec::new();
        for at in 0..self.source.words.len() {
            match word(at) {
                "{" => {
                    depth += 1;
                    if at >= 2 && word(at - 2) == "mod" {
                        inside.push((word(at - 1).to_owned(), depth));
                    }
                }
                "}" => {
                    inside.retain(|(_, own)| *own < depth);
                    depth = depth.saturating_sub(1);
                }
                // `pub use`, `pub(crate) use`
                "use" => handing_on = at > 0 && matches!(word(at - 1), "pub" | ")"),
                ";" => handing_on = false,
                first if word(at + 1) == "::" && (at == 0 || word(at - 1) != "::") => {
                    let here: Absolute =
                        self.module.iter().chain(inside.iter().map(|(name, _)| name)).cloned().collect();
                    let begin = match first {
                        "crate" => Some((Absolute::new(), at + 2)),
                        "self" => Some((here.clone(), at + 2)),
                        "super" => Some((up(&here), at + 2)),
                        child if children.contains(child) => Some((self.module.clone(), at)),
                        _ => None,
                    };
                    paths.extend(begin.map(|(from, at)| (here, from, at, handing_on)));
                }
                _ => {}
            }
        }
        for (here, from, at, handing_on) in paths {
            self.tree(&here, from, at, handing_on);
        }
    }

    /// Reads a path or a tree of paths (`a::{b, c::D as E}`) and hands back where it ends.
    fn tree(&mut self, here: &Absolute, from: Absolute, mut at: usize, handing_on: bool) -> usize {
        let mut path = from;
        loop {
            match self.source.at(at) {
                "super" => path = up(&path),
                "self" => {}
                "{" => {
                    at += 1;
                    while !matches!(self.source.at(at), "}" | "") {
                        at = self.tree(here, path.clone(), at, handing_on);
                        at += usize::from(self.source.at(at) == ",");
                    }
                    return at + 1;
                }
                "*" => {
                    self.name(here, path, None, at);
                    return at + 1;
                }
                name => path.push(name.to_owned()),
            }
            if self.source.at(at + 1) != "::" {
                break;
            }
            at += 2;
        }
        let renamed = self.source.at(at + 1) == "as";
        let name = self.source.at(if renamed { at + 2 } else { at }).to_owned();
        self.name(here, path, handing_on.then_some(name), at);
        at + if renamed { 3 } else { 1 }
    }

    fn name(&mut self, here: &Absolute, path: Absolute, handed_on: Option<String>, at: usize) {
        if let Some(name) = handed_on {
            let own: Absolute = here.iter().cloned().chain([name]).collect();
            if own != path {
                self.into.handed_on.insert(own, path.clone());
            }
        }
        let line = self.source.words.get(at).map_or(0, |word| word.line);
        self.into.used.push(Used { file: self.file.to_owned(), line, path });
    }
}

fn up(module: &Absolute) -> Absolute {
    module.split_last().map(|(_, rest)| rest.to_vec()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles(files: &[(&str, &str)]) -> Vec<Vec<String>> {
        let sources = files.iter().map(|(path, text)| (PathBuf::from(path), Source::read(text))).collect();
        let circles = Crate::new(&sources).circles();
        circles.iter().map(|circle| circle.files.iter().map(|file| file.display().to_string()).collect()).collect()
    }

    #[test]
    fn two_files_that_name_each_other_are_a_circle_however_they_write_it() {
        for (a, b) in [
            ("use crate::b::B;", "use super::a::A;"),
            ("use super::{c::C, b::{self, B}};", "fn f() { crate::a::go() }"),
            ("fn f() { super::b::go() }", "use crate::{a::*};"),
        ] {
            let found = circles(&[("lib.rs", "mod a; mod b; mod c;"), ("a.rs", a), ("b.rs", b), ("c.rs", "")]);
            assert_eq!(found, [["a.rs", "b.rs"]], "{a} {b}");
        }
    }

    #[test]
    fn a_parent_that_only_hands_a_name_on_is_in_no_circle_with_its_children() {
        let parent = ("web/mod.rs", "mod page; mod form; pub(crate) use page::{Page, go as run};");
        let form = ("web/form.rs", "use super::Page; use crate::web::run;");
        assert!(circles(&[("lib.rs", "mod web;"), parent, form, ("web/page.rs", "")]).is_empty());
        let page = ("web/page.rs", "use super::form::Form;");
        assert_eq!(circles(&[("lib.rs", "mod web;"), parent, form, page]), [["web/form.rs", "web/page.rs"]]);
    }

    #[test]
    fn a_parent_that_calls_its_child_is_in_a_circle_with_a_child_that_names_the_parent() {
        let child = ("web/page.rs", "use super::Web;");
        assert!(circles(&[("web.rs", "mod page; struct Web;"), child]).is_empty());
        assert_eq!(circles(&[("web.rs", "mod page; fn f() { page::f() }"), child]), [["web.rs", "web/page.rs"]]);
    }

    #[test]
    fn what_is_built_for_tests_only_makes_no_circle() {
        let a = ("a.rs", "#[cfg(test)] mod tests { use crate::b::B; } #[cfg(test)] mod more;");
        let more = ("a/more.rs", "use crate::b::B; use super::super::a::f;");
        assert!(circles(&[("lib.rs", "mod a; mod b;"), a, more, ("b.rs", "use crate::a::A;")]).is_empty());
    }
}
