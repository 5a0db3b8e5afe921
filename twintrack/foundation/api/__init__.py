"""The REST interface that all apps add their routes to."""
