"""Tests of conditions edited in the administration: typed inputs, nested rows, trying out, warnings."""
