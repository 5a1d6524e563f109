"""Store what a page gave, one or a batch at once, inside the transaction of the writer."""
