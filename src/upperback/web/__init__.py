"""Pages, the camera's socket and small ES modules over the services."""
