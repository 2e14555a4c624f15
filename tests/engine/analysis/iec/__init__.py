"""Tests of reading IEC 61131-3 texts."""
