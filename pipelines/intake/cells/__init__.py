"""What a person typed into one cell: numbers, money, days, symbols, answers, the kinds of nothing."""
