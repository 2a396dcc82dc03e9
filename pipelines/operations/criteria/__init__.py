"""Point tables of decisions: proof-read, shown in Excel, taken back from it."""
