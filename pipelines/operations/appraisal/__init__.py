"""Appraisal sheets: what is asked on them, and what is taken from them into the ledger."""
