//! Lists as CSV, by RFC 4180: every cell in quotes, lines end in CR LF, and no cell is a formula.

use std::borrow::Cow;

use crate::{Error, Result};

/// A cell that a spreadsheet would run as a formula is led by an apostrophe.
pub fn harmless(cell: &str) -> Cow<'_, str> {
    const TRIGGERS: [char; 13] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠', '\''];
    if cell.starts_with(TRIGGERS) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// A file, as far as it is not sent yet.
pub struct File(csv::Writer<Vec<u8>>);

impl File {
    pub fn new() -> Self {
        let mut writer = csv::WriterBuilder::new();
        Self(writer.quote_style(csv::QuoteStyle::Always).terminator(csv::Terminator::CRLF).from_writer(Vec::new()))
    }

    pub fn line(&mut self, cells: impl IntoIterator<Item = impl AsRef<str>>) -> Result<()> {
        for cell in cells {
            self.0.write_field(cell.as_ref()).map_err(failed)?;
        }
        self.0.write_record(None::<&[u8]>).map_err(failed)
    }

    /// What was written since the last time.
    pub fn take(&mut self) -> Result<Vec<u8>> {
        std::mem::replace(self, Self::new()).0.into_inner().map_err(failed)
    }
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("csv: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_made_harmless() {
        for (cell, safe) in
            [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("＝cmd", "'＝cmd"), ("Ada", "Ada"), ("a=b", "a=b")]
        {
            assert_eq!(harmless(cell), safe);
        }
    }

    #[test]
    fn cells_are_quoted_by_the_book() {
        let mut file = File::new();
        file.line(["O\"Neil, Jr.\nof \"X\"", ""]).unwrap();

        assert_eq!(String::from_utf8(file.take().unwrap()).unwrap(), "\"O\"\"Neil, Jr.\nof \"\"X\"\"\",\"\"\r\n");
        assert!(file.take().unwrap().is_empty());
    }
}
