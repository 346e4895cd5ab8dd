"""Between the model and other people's formats: landmark tables, TRC, case files."""
