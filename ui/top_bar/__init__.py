"""The bar at the top: pages, search, own state, name and clock."""
