"""Screening, findings, programme, dosage and progress. Pure: the day comes in as an argument."""
