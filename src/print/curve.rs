//! A timeline as a picture: SVG, one line a query. Takes counts, gives text that any browser or layout program opens; all
//! that comes from a query is escaped.

use std::fmt::Write;

use html_escape::encode_double_quoted_attribute as escaped;

use super::clean;
use super::timeline::{Drawing, label, of, unit};
use crate::count::counted;

/// The picture, in pixels.
const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 360.0;
/// Around what is drawn: left, right, top; below comes the axis.
const LEFT: f64 = 64.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 24.0;
const AXIS: f64 = 32.0;
/// A line of the legend.
const LEGEND: f64 = 20.0;
/// Colours that stay apart for the colour-blind: Okabe and Ito (2008).
const COLOURS: [&str; 7] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];
/// Labels along the axis, about.
const LABELS: usize = 8;

/// The picture.
pub fn svg(drawing: &Drawing<'_>) -> String {
    let timeline = drawing.timeline;
    let units = timeline.held.len().max(1);
    let height = HEIGHT + LEGEND * drawing.queries.len() as f64;
    let bottom = HEIGHT - AXIS;
    let values = timeline.curves.iter().flat_map(|curve| (0..units).map(|at| drawing.value(curve, at)));
    let most = round_up(values.fold(0.0, f64::max));
    let x = |at: usize| LEFT + (WIDTH - LEFT - RIGHT) * (at as f64 + 0.5) / units as f64;
    let y = |value: f64| bottom - (bottom - TOP) * value / most;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" \
         font-size=\"12\" role=\"img\">\n<title>{}</title>\n<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n",
        escaped(&title(drawing))
    );
    holes(&mut out, drawing, units, bottom);
    for part in 0..=4 {
        let value = most * f64::from(part) / 4.0;
        let (at, shown) = (y(value), if drawing.share { format!("{value:.1} %") } else { format!("{value}") });
        let _ = writeln!(out, "<path d=\"M{LEFT} {at:.1}H{:.1}\" stroke=\"#ddd\"/>", WIDTH - RIGHT);
        let _ = writeln!(out, "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{shown}</text>", LEFT - 6.0, at + 4.0);
    }
    let step = units.div_ceil(LABELS).max(1);
    for at in (0..units).step_by(step) {
        let text = label(timeline.unit, timeline.start + at as i64);
        let _ =
            writeln!(out, "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{text}</text>", x(at), bottom + 18.0);
    }
    for (n, (curve, query)) in timeline.curves.iter().zip(drawing.queries).enumerate() {
        let colour = COLOURS[n % COLOURS.len()];
        let points: Vec<String> =
            (0..units).map(|at| format!("{:.1},{:.1}", x(at), y(drawing.value(curve, at)))).collect();
        let _ = writeln!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            points.join(" ")
        );
        if let Some(peak) = drawing.peak(curve) {
            let (cx, cy) = (x(peak), y(drawing.value(curve, peak)));
            let _ = writeln!(out, "<circle cx=\"{cx:.1}\" cy=\"{cy:.1}\" r=\"4\" fill=\"{colour}\"/>");
        }
        let at = HEIGHT + LEGEND * n as f64;
        let _ = writeln!(out, "<rect x=\"{LEFT}\" y=\"{:.1}\" width=\"14\" height=\"4\" fill=\"{colour}\"/>", at + 2.0);
        let told = format!("{}: {}", clean::line(query), counted(curve.total, "article"));
        let _ = writeln!(out, "<text x=\"{:.1}\" y=\"{:.1}\">{}</text>", LEFT + 22.0, at + 8.0, escaped(&told));
    }
    out.push_str("</svg>\n");
    out
}

/// Grey where the archive holds nothing, so that a line on the ground is not taken for silence.
fn holes(out: &mut String, drawing: &Drawing<'_>, units: usize, bottom: f64) {
    let wide = (WIDTH - LEFT - RIGHT) / units as f64;
    for at in (0..units).filter(|at| drawing.timeline.held.get(*at) == Some(&0)) {
        let _ = writeln!(
            out,
            "<rect x=\"{:.1}\" y=\"{TOP}\" width=\"{wide:.1}\" height=\"{:.1}\" fill=\"#eee\"/>",
            LEFT + wide * at as f64,
            bottom - TOP
        );
    }
}

fn title(drawing: &Drawing<'_>) -> String {
    let what = if drawing.share { "Share of the articles held" } else { "Articles" };
    let (unit, of) = (unit(drawing.timeline.unit), of(drawing.dates));
    format!("{what} by {unit} {of}; grey where the archive holds nothing")
}

/// Four times the least of 1, 2, 2.5, 5, 10, 20, 25, ... that is not too little.
fn round_up(most: f64) -> f64 {
    let mut ten = 1.0;
    loop {
        for step in [1.0, 2.0, 2.5, 5.0] {
            // Half an article is none.
            let whole = step != 2.5 || ten > 1.0;
            if whole && 4.0 * step * ten >= most {
                return 4.0 * step * ten;
            }
        }
        ten *= 10.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_numbers_that_read_well() {
        let table = [(0.0, 4.0), (4.0, 4.0), (5.0, 8.0), (20.0, 20.0), (66.7, 80.0), (100.0, 100.0), (202.0, 400.0)];
        for (most, end) in table {
            assert_eq!(round_up(most), end, "{most}");
        }
    }
}
