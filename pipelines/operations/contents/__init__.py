"""What the published annexes, charts and lists of sources say."""
