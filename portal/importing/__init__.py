"""Lists of organizations and their facts from an office: looked through, then entered by the hundred."""
