"""Marks to figures: rules over sentences and over tables, kept as data."""
