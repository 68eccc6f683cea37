"""Marks, conduct and results of the synthetic pupils: made in arrays, judged by the real rules."""
