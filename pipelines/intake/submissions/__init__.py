"""Tables of one file put together: one form of one sender is a submission."""
