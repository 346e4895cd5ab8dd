"""Documents to print: set by Typst from the templates of this folder, with the words as data."""
