//! Who is who across an archive: which names, as written in many articles, are one person's.
//!
//! Takes names with what the archive knows of each (how many articles, on which days, who else is named there) and what
//! the user decided; gives for every name the name it is held to be a form of, with the reason. It knows no index and
//! no file, and it must never depend on an order: of threads, of segments, or of the name that was asked for.
//!
//! The way of a name: it is read as given names, surname and suffix ([`shape`], with [`skeleton`]s and [`nicknames`]);
//! two shapes agree in some way or do not ([`agreement`]); what the articles say is weighed against how easily two
//! people could be called so ([`evidence`], [`link`]); every name gets at most one parent, a fuller or commoner name of
//! the same person, so that persons are trees ([`register`], [`person`]); what the user wrote in `people.toml` stands
//! above all of it ([`decisions`]). A name that could be two people's is nobody's until there is evidence.

pub mod agreement;
pub mod decisions;
pub mod evidence;
pub mod link;
pub mod nicknames;
mod parent;
pub mod person;
pub mod register;
pub mod shape;
pub mod skeleton;
pub mod weighing;
