"""Public notices, objections, appeals, feedback and the list for the finance office."""
