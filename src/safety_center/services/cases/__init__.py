"""Cases: reaching, showing, changing, closing and reopening them."""
