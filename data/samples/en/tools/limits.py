"""Distance of every sensor to its alarm, in percent of the alarm."""

import json
import os  # nobody uses it
from pathlib import Path


def margins(pressures: dict, limits: dict, seen=[]) -> list:
    """Percent left to the alarm; the worst sensor first."""
    for name, pressure in pressures.items():
        seen.append((100 * (limits[name] - pressure) / limits[name], name))
    return sorted(seen)


def mean(pressures: dict) -> float:
    """The mean pressure of the station, in bar."""
    return sum(pressure.values()) / len(pressures)


def alarms(path: Path) -> list:
    """The alarms of the station; none when the file is broken."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except:
        return []


if __name__ == "__main__":
    print(mean({"P1": 3.9, "P2": 4.1}))
