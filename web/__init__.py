"""The web application: webhooks and files now, pages later; behind a reverse proxy."""
