"""Dates and numbers in English pages are written as in Vietnam: 21/05/2026, 8,5."""
