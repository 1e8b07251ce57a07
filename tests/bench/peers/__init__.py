"""The bots that are compared. Each is a process of its own; this package imports none of them."""
