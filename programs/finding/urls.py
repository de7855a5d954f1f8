"""Addresses of finding: search, the deadline calendar and saved searches."""

from django.urls import path

from programs.finding import calendar_pages, saved_pages, search_pages

urlpatterns = [
    path("search/", search_pages.search, name="search"),
    path("search/suggestions/", search_pages.suggest, name="search_suggestions"),
    path("calendar/", calendar_pages.month, name="deadline_calendar"),
    path("calendar/week/", calendar_pages.week, name="closing_this_week"),
    path("calendar/export/", calendar_pages.export, name="deadline_export"),
    path("calendar.ics", calendar_pages.subscription, name="deadline_feed"),
    path("rounds/<int:pk>/calendar.ics", calendar_pages.deadline, name="deadline_file"),
    path("searches/", saved_pages.saved_searches, name="saved_searches"),
    path("searches/new/", saved_pages.saved_search_new, name="saved_search_new"),
    path("searches/<int:pk>/", saved_pages.saved_search, name="saved_search"),
]
