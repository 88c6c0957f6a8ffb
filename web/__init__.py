"""The web application: webhooks, files and pages; behind a reverse proxy."""
