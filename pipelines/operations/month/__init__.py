"""One monthly run, from the inbox to published drafts."""
