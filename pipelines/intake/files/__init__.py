"""Files to readings, in processes started for it; points judged over all of them."""
