"""The knowledge: exercises, self-tests, findings, screening, sources and texts as TOML, and the one loader that checks them."""
