"""Archive → pages: where each stands, which template sets it, and exactly the data it shows."""
