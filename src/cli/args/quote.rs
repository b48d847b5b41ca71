//! The arguments of `morgue verify-quote`.

use clap::Args;

/// `morgue verify-quote`.
#[derive(Args, Debug)]
#[command(after_help = VERIFY_QUOTE_HELP)]
pub struct VerifyQuoteArgs {
    /// Identifier of the article, or path#record
    #[arg(value_name = "ID", requires_all = ["start", "end"])]
    pub id: Option<String>,
    /// First byte of the quotation in the body
    #[arg(value_name = "START")]
    pub start: Option<usize>,
    /// One past its last byte
    #[arg(value_name = "END")]
    pub end: Option<usize>,
    /// `text_hash` of the article, as `search --format json` gave it
    #[arg(long, value_name = "HASH", requires = "id")]
    pub hash: Option<String>,
    /// The quotation; without ID it is looked for in all articles, verbatim
    #[arg(long, value_name = "QUOTE")]
    pub text: Option<String>,
    /// START and END are bytes of the headline, not of the body
    #[arg(long, requires = "id")]
    pub headline: bool,
    /// Look for the quotation in this article only
    #[arg(long = "in", value_name = "ID", requires = "text", conflicts_with = "id")]
    pub within: Option<String>,
    /// Articles to name that hold the quotation, 0 for all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// One JSON object a quotation (index-schema/output.md)
    #[arg(long)]
    pub json: bool,
}

const VERIFY_QUOTE_HELP: &str = "\
Without ID and --text, standard input is read: hits or whole answers, one a line, as `search --format json` gives them. \
Text is compared verbatim but for white space and the form of quotation marks; a quotation begins and ends at the bounds of words. \
Exit codes: 0 all proved or found, 1 not, 2 failed or wrongly used.";
