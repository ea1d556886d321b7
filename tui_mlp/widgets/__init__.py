"""One widget a file. A widget draws one thing, and knows neither the session nor its siblings."""
