"""IEC 61131-3: Structured Text of every vendor, read into a syntax tree with its errors."""
