//! Draws charts as SVG: pure functions from numbers to markup, coloured by the page's style through classes and `data-kind`.
//!
//! x and widths are written in per cent, y and corners in pixels, and there is no view box: type never shrinks and nothing is
//! stretched, however wide a chart is. From right to left: time runs as the language is written. x is mirrored here, while it is
//! written (`Side`); the style holds `direction: ltr` inside a chart, so that nothing is turned over twice. Never colour alone:
//! each kind has a form of its own, and every chart has a title, a description with its numbers, and its table beside it.

mod axis;
mod bars;
mod draw;
mod share;
mod strip;

pub(crate) use bars::{Amount, Bars, Column};
pub(crate) use draw::Side;
pub(crate) use share::{Share, row_bar};
pub(crate) use strip::{Mark, Strip};
