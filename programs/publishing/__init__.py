"""From a clause to a round in public: the guide, set times and the second person."""
