//! The one table at the end: what was measured, the figure, the aim beside it.

/// Lines of the table.
#[derive(Default)]
pub struct Table(Vec<[String; 3]>);

impl Table {
    /// A heading.
    pub fn part(&mut self, title: impl Into<String>) {
        self.0.push([title.into(), String::new(), String::new()]);
    }

    /// A figure without an aim.
    pub fn line(&mut self, what: impl Into<String>, figure: impl Into<String>) {
        self.0.push([format!("  {}", what.into()), figure.into(), String::new()]);
    }

    /// A figure with the most it should be.
    pub fn aimed(&mut self, what: impl Into<String>, figure: f64, unit: &str, most: f64) {
        let verdict = if figure <= most { "met" } else { "MISSED" };
        let aim = format!("<= {most}{unit}  {verdict}");
        self.0.push([format!("  {}", what.into()), format!("{figure:.2}{unit}"), aim]);
    }

    /// Prints everything.
    pub fn print(&self) {
        let widths = [0, 1].map(|column| self.0.iter().map(|l| l[column].chars().count()).max().unwrap_or(0));
        for [what, figure, aim] in &self.0 {
            if figure.is_empty() {
                println!("\n{what}");
                continue;
            }
            let line = format!("{what:<left$}  {figure:>right$}  {aim}", left = widths[0], right = widths[1]);
            println!("{}", line.trim_end());
        }
    }
}
