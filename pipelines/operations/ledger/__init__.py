"""What becomes official and is recorded; the ledger held against publications and the points that stand now."""
