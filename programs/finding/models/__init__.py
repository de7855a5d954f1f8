from programs.finding.models.saved import Hit, SavedSearch, SavedSearchQuerySet

__all__ = ["Hit", "SavedSearch", "SavedSearchQuerySet"]
