"""The web application: pages for people and an API for machines, over the same store as the command line."""
