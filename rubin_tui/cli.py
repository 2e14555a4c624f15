def main() -> int:
    """The `rubin` command."""
    return 0
