"""What is known of an organization: stated by whom, when, and since when it holds."""
