"""Speed and memory of our bot beside bare peers: `python -m tests.bench`; no pytest here."""
