"""The benchmark: ipsegen against other generators of static sites that do the same work."""
