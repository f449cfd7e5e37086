"""What the models were asked during the day, and whether somebody should be called."""
