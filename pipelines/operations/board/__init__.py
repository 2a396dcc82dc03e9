"""What the analyst is told of a month: arrivals, findings, points, ranks, and what does not count."""
