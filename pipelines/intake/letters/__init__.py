"""What title lines tell of the letter and the period."""
